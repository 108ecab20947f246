import { Worker } from 'node:worker_threads';
import type { FoundFile } from './find-files.ts';
import type { RunReply, RunRequest } from './messages.ts';

export interface RunOptions {
  readonly workers: number;
  /** Source of a regular expression over `file fork case`; empty for all. */
  readonly filter: string;
  onReply(reply: RunReply): void;
}

/** Runs the files on worker threads, each taking the next one; a worker that dies ends the run. */
export async function runFiles(files: readonly FoundFile[], { workers, filter, onReply }: RunOptions): Promise<void> {
  const waiting = files.values();
  const runWorker = async (): Promise<void> => {
    const worker = new Worker(new URL('./conformance-worker.ts', import.meta.url));
    try {
      for (const file of waiting) onReply(await ask(worker, { file, filter }));
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, files.length) }, runWorker));
}

function ask(worker: Worker, request: RunRequest): Promise<RunReply> {
  return new Promise((resolve, reject) => {
    const ended = (code: number): void => reject(new Error(`a worker ended with ${code} at ${request.file.name}`));
    worker.once('message', (reply: RunReply) => {
      worker.off('error', reject).off('exit', ended);
      resolve(reply);
    });
    worker.once('error', reject).once('exit', ended);
    worker.postMessage(request);
  });
}
