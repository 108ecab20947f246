import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Node } from './node.ts';

const STOP_LIMIT_MS = 5000;

/**
 * Starts the node and runs it until SIGTERM or SIGINT; then stops it within five seconds. What is still open after that is
 * cut off, which the store survives. A second signal ends the process at once.
 */
export async function runNode(node: Node, log: Logger, stopLimitMs = STOP_LIMIT_MS): Promise<void> {
  const signal = Promise.withResolvers<NodeJS.Signals>();
  const onSignal = (name: NodeJS.Signals): void => signal.resolve(name);
  process.once('SIGTERM', onSignal).once('SIGINT', onSignal);
  await node.start();
  const name = await signal.promise;
  log.info({ event: 'node.stopping', signal: name }, `stopping (${name})`);
  const limit = setTimeout(() => {
    log.error({ event: 'node.cut-off', limitMs: stopLimitMs }, 'the node did not stop in time and is cut off');
    cutOff();
  }, stopLimitMs);
  try {
    await node.stop();
    log.info({ event: 'node.stopped' }, 'stopped');
    process.exit(0); // sockets of peers may linger; nothing of the node's own is open
  } catch (thrown) {
    log.error({ err: asMedrecError(thrown) }, 'the node did not stop cleanly');
    cutOff();
  } finally {
    clearTimeout(limit);
  }
}

/** `process.exit` waits for every thread, and one inside a call of the operating system may never come back. The log is written at once. */
function cutOff(): void {
  process.kill(process.pid, 'SIGKILL');
}
