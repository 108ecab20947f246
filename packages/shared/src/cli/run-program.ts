import { enableCompileCache } from 'node:module';
import type { Command } from 'commander';
import { runCommand } from './run-command.ts';

/**
 * Runs the command that the arguments name and loads only that one's code: a node's libraries take a second to load,
 * which `init` or `--help` of another command need not wait for. Compiled code is kept for the next start.
 */
export async function runProgram(program: Command, commands: Readonly<Record<string, () => Promise<Command>>>): Promise<void> {
  enableCompileCache();
  await runCommand({
    async parseAsync(argv) {
      const named = commands[argv[2] ?? ''];
      for (const load of named ? [named] : Object.values(commands)) program.addCommand(await load());
      return program.showHelpAfterError().parseAsync(argv);
    },
  });
}
