import { Worker } from 'node:worker_threads';
import { ANSWER_BYTES, type SenderMessage, SIGNATURE_BYTES } from './messages.ts';

/** Signatures recovered by one worker thread, which starts at the first batch and does not keep the process alive when idle. */
export interface RecoveryThread {
  /** Batches that it has not answered. */
  waiting(): number;
  /** @returns the answers' bytes (`messages.ts`); undefined when the thread has failed: whoever asked does the work itself */
  recover(signatures: SenderMessage): Promise<SenderMessage | undefined>;
  close(): Promise<void>;
}

const WORKER_URL = new URL(`./senders-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

export function createRecoveryThread(workerUrl: URL = WORKER_URL): RecoveryThread {
  const asked: { readonly count: number; readonly resolve: (answers: SenderMessage | undefined) => void }[] = [];
  let worker: Worker | undefined;

  const start = (): Worker => {
    const started = new Worker(workerUrl, { name: 'senders' });
    started.on('message', (answers: SenderMessage) => {
      const first = asked.shift();
      first?.resolve(answers.length === first.count * ANSWER_BYTES ? answers : undefined);
      if (asked.length === 0) started.unref();
    });
    started.on('error', () => undefined); // 'exit' follows
    started.on('exit', () => {
      worker = undefined;
      for (const { resolve } of asked.splice(0)) resolve(undefined);
    });
    return started;
  };

  return {
    waiting: () => asked.length,
    recover(signatures) {
      worker ??= start();
      worker.ref();
      const count = signatures.length / SIGNATURE_BYTES;
      const answers = new Promise<SenderMessage | undefined>((resolve) => asked.push({ count, resolve }));
      worker.postMessage(signatures, [signatures.buffer]);
      return answers;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
