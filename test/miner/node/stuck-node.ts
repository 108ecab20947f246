// Run by run-node.test.ts: a node whose stop never ends, because one of its threads is inside a call of the operating
// system that does not come back: waiting for a process that ends only with this one's standard input.
import { Worker } from 'node:worker_threads';
import { runNode } from '@medrec/miner/node';
import { createLogger } from '@medrec/shared/log';

const [stopLimitMs = ''] = process.argv.slice(2);
const log = createLogger({ program: 'miner', format: 'json' });
const stuck = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(1);
  require('node:child_process').spawnSync(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['inherit', 'ignore', 'ignore'] });
`;

await runNode(
  {
    async start() {
      const thread = new Worker(stuck, { eval: true });
      await new Promise((resolve) => thread.once('message', resolve));
      log.info({ event: 'test.started' }, 'started');
      return { pid: process.pid, rpc: '', p2p: [] };
    },
    stop: () => new Promise(() => undefined),
  },
  log,
  Number(stopLimitMs),
);
