import { randomInt } from 'node:crypto';
import { peerIdFromString } from '@libp2p/peer-id';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { Host } from './host.ts';
import { DIAL_INTERVAL_MS, MAX_DIAL_BACKOFF_MS, TARGET_OUTBOUND_CONNECTIONS } from './limits.ts';

/**
 * Keeps this node connected. libp2p gives up redialling after a few tries, so a network that was cut for minutes would
 * never heal: this loop tries configured peers for ever, and peers it once met while it has few connections.
 */
export interface Dialer {
  start(): void;
  stop(): void;
}

interface Target {
  readonly address: Multiaddr;
  peer: string | undefined;
  failures: number;
  nextAt: number;
}

export function createDialer(host: Host, configured: readonly string[], log: Logger, now: () => number = Date.now): Dialer {
  const targets = configured.map((text) => targetOf(multiaddr(text)));
  const met = new Map<string, { failures: number; nextAt: number }>();
  let timer: NodeJS.Timeout | undefined;

  const isConnected = (peer: string | undefined): boolean => peer !== undefined && host.getConnections(peerIdFromString(peer)).length > 0;

  const dialTarget = async (target: Target): Promise<void> => {
    try {
      const connection = await host.dial(target.address);
      target.peer = connection.remotePeer.toString();
      target.failures = 0;
      target.nextAt = now() + DIAL_INTERVAL_MS;
    } catch (thrown) {
      if (target.failures === 0)
        log.warn(
          { address: target.address.toString(), code: 'DIAL_FAILED' },
          `cannot reach ${target.address}: ${asMedrecError(thrown).message}`,
        );
      target.nextAt = now() + backoffMs(target.failures++);
    }
  };

  const dialMet = async (): Promise<void> => {
    const connected = host.getPeers().length;
    if (connected >= TARGET_OUTBOUND_CONNECTIONS) return;
    for (const { id } of await host.peerStore.all({ limit: 64 })) {
      const peer = id.toString();
      const state = met.get(peer) ?? { failures: 0, nextAt: 0 };
      if (isConnected(peer) || state.nextAt > now()) continue;
      met.set(peer, { failures: state.failures + 1, nextAt: now() + backoffMs(state.failures) });
      await host.dial(id).then(
        () => met.delete(peer),
        (thrown: unknown) => log.debug({ peer, code: 'DIAL_FAILED' }, `cannot reach a former peer: ${asMedrecError(thrown).message}`),
      );
      return;
    }
  };

  const tick = async (): Promise<void> => {
    const due = targets.filter((target) => !isConnected(target.peer) && target.nextAt <= now());
    for (const target of due) target.nextAt = Number.POSITIVE_INFINITY; // until this dial has ended
    await Promise.all([...due.map(dialTarget), dialMet()]);
  };
  const run = (): void => void tick().catch((thrown: unknown) => log.error({ err: thrown }, 'the dial loop failed'));

  return {
    start() {
      run();
      timer = setInterval(run, DIAL_INTERVAL_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** Doubles from one second to a minute; a random part keeps a network's nodes from dialling in step. */
function backoffMs(failures: number): number {
  const base = Math.min(MAX_DIAL_BACKOFF_MS, DIAL_INTERVAL_MS * 2 ** failures);
  return base / 2 + randomInt(Math.ceil(base / 2) + 1);
}

function targetOf(address: Multiaddr): Target {
  const peer = address.getComponents().findLast((component) => component.name === 'p2p')?.value;
  return { address, peer, failures: 0, nextAt: 0 };
}
