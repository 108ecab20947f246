#!/usr/bin/env node
import { runProgram } from '@medrec/shared/cli';
import { Command } from 'commander';

const program = new Command('medrec-census').description(
  'MedRec at the hospital: keeps the records, answers patients and their viewers, and pays labs with census releases',
);

await runProgram(program, {
  init: async () => (await import('./commands/init/index.ts')).initCommand(),
  serve: async () => (await import('./commands/serve/index.ts')).serveCommand(),
  load: async () => (await import('./commands/load/index.ts')).loadCommand(),
  invite: async () => (await import('./commands/invite/index.ts')).inviteCommand(),
  status: async () => (await import('./commands/status/index.ts')).statusCommand(),
  products: async () => (await import('./commands/products/index.ts')).productsCommand(),
  preview: async () => (await import('./commands/preview/index.ts')).previewCommand(),
  generate: async () => (await import('./commands/generate/index.ts')).generateCommand(),
});
