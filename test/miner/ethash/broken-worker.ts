import { parentPort } from 'node:worker_threads';

// Stands for a verifying thread that fails at its first message.
parentPort?.on('message', () => {
  throw new TypeError('broken on purpose');
});
