// Run by run-node.test.ts: a node whose stop never ends, because one of its threads is inside a call of the operating
// system that does not come back: opening a pipe that nobody writes to.
import { Worker } from 'node:worker_threads';
import { runNode } from '@medrec/miner/node';
import { createLogger } from '@medrec/shared/log';

const [pipe = '', stopLimitMs = ''] = process.argv.slice(2);
const log = createLogger({ program: 'miner', format: 'json' });
const stuck =
  'const { workerData, parentPort } = require("node:worker_threads"); parentPort.postMessage(1); require("node:fs").openSync(workerData);';

await runNode(
  {
    async start() {
      const thread = new Worker(stuck, { eval: true, workerData: pipe });
      await new Promise((resolve) => thread.once('message', resolve));
      log.info({ event: 'test.started' }, 'started');
      return { pid: process.pid, rpc: '', p2p: [] };
    },
    stop: () => new Promise(() => undefined),
  },
  log,
  Number(stopLimitMs),
);
