import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { RunReply, RunRequest } from './messages.ts';
import { openTools, runFile } from './run-file.ts';

const tools = openTools();

parentPort?.on('message', async ({ file, filter }: RunRequest) => {
  const results = await runFile(file.name, readFileSync(file.path, 'utf8'), tools, filter === '' ? undefined : new RegExp(filter));
  parentPort?.postMessage({ file, results } satisfies RunReply);
});
