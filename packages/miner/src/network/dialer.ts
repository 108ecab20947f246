import { randomInt } from 'node:crypto';
import type { Connection } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { addressGroup } from './address-group.ts';
import type { Host } from './host.ts';
import {
  DIAL_INTERVAL_MS,
  MAX_ANCHOR_FAILURES,
  MAX_DIAL_BACKOFF_MS,
  MAX_OUTBOUND_PER_GROUP,
  TARGET_OUTBOUND_CONNECTIONS,
} from './limits.ts';

/**
 * Keeps this node connected. libp2p gives up redialling after a few tries, so a network that was cut for minutes would
 * never heal: this loop tries configured peers for ever, anchors first and a few times, and peers it once met while it has
 * few connections of its own making. Whoever dials this node does not count: only what it chose itself keeps it from being
 * surrounded.
 */
export interface Dialer {
  /** @param anchors multiaddrs of former peers */
  start(anchors: readonly string[]): void;
  stop(): void;
}

interface Target {
  readonly address: Multiaddr;
  readonly isAnchor: boolean;
  peer: string | undefined;
  failures: number;
  nextAt: number;
}

const MET_AT_ONCE = 2;

export function createDialer(host: Host, configured: readonly string[], log: Logger, now: () => number = Date.now): Dialer {
  const targets = configured.map((text) => targetOf(text, false));
  const met = new Map<string, { failures: number; nextAt: number }>();
  let timer: NodeJS.Timeout | undefined;

  const isConnected = (peer: string | undefined): boolean => peer !== undefined && host.getConnections(peerIdFromString(peer)).length > 0;
  const outbound = (): Connection[] => host.getConnections().filter(({ direction }) => direction === 'outbound');

  const dialTarget = async (target: Target): Promise<void> => {
    try {
      const connection = await host.dial(target.address);
      target.peer = connection.remotePeer.toString();
      target.failures = 0;
      target.nextAt = now() + DIAL_INTERVAL_MS;
    } catch (thrown) {
      const level = target.isAnchor ? 'debug' : 'warn';
      if (target.failures === 0)
        log[level](
          { address: target.address.toString(), code: 'DIAL_FAILED' },
          `cannot reach ${target.address}: ${asMedrecError(thrown).message}`,
        );
      target.nextAt = now() + backoffMs(target.failures++);
      if (target.isAnchor && target.failures >= MAX_ANCHOR_FAILURES) targets.splice(targets.indexOf(target), 1);
    }
  };

  const dialMet = async (): Promise<void> => {
    const own = outbound();
    if (own.length >= TARGET_OUTBOUND_CONNECTIONS) return;
    const groups = own.map(({ remoteAddr }) => addressGroup(remoteAddr));
    const hasRoom = (address: Multiaddr): boolean =>
      groups.filter((group) => group === addressGroup(address)).length < MAX_OUTBOUND_PER_GROUP;
    const known = await host.peerStore.all({ limit: 256 });
    let tries = 0;
    // From a random place on: who was met first has no precedence.
    for (let from = randomInt(known.length + 1), at = 0; at < known.length && tries < MET_AT_ONCE; at++) {
      const { id, addresses } = known[(from + at) % known.length] ?? {};
      const peer = id?.toString() ?? '';
      const state = met.get(peer) ?? { failures: 0, nextAt: 0 };
      if (id === undefined || isConnected(peer) || state.nextAt > now()) continue;
      if (!addresses?.some((address) => hasRoom(address.multiaddr))) continue;
      tries += 1;
      met.set(peer, { failures: state.failures + 1, nextAt: now() + backoffMs(state.failures) });
      await host.dial(id).then(
        () => met.delete(peer),
        (thrown: unknown) => log.debug({ peer, code: 'DIAL_FAILED' }, `cannot reach a former peer: ${asMedrecError(thrown).message}`),
      );
    }
  };

  const tick = async (): Promise<void> => {
    const due = targets.filter((target) => !isConnected(target.peer) && target.nextAt <= now());
    for (const target of due) target.nextAt = Number.POSITIVE_INFINITY; // until this dial has ended
    await Promise.all([...due.map(dialTarget), dialMet()]);
  };
  const run = (): void => void tick().catch((thrown: unknown) => log.error({ err: thrown }, 'the dial loop failed'));

  return {
    start(anchors) {
      const dialled = new Set(targets.map(({ peer }) => peer));
      targets.unshift(...anchors.map((text) => targetOf(text, true)).filter(({ peer }) => !dialled.has(peer)));
      run();
      timer = setInterval(run, DIAL_INTERVAL_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** Doubles from one second to `MAX_DIAL_BACKOFF_MS`; a random part keeps a network's nodes from dialling in step. */
function backoffMs(failures: number): number {
  const base = Math.min(MAX_DIAL_BACKOFF_MS, DIAL_INTERVAL_MS * 2 ** failures);
  return base / 2 + randomInt(Math.ceil(base / 2) + 1);
}

function targetOf(text: string, isAnchor: boolean): Target {
  const address = multiaddr(text);
  const peer = address.getComponents().findLast((component) => component.name === 'p2p')?.value;
  return { address, isAnchor, peer, failures: 0, nextAt: 0 };
}
