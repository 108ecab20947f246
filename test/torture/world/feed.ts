import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { createHospitalLoad } from './hospital-load.ts';
import type { RealNode } from './real-node.ts';
import type { World } from './world.ts';

/** One provider that keeps sending. */
export interface Feed {
  /** Hashes of what the node took, in nonce order. */
  readonly taken: readonly Hex[];
  /** To another node from now on; undefined rests. */
  to(node: RealNode | undefined): void;
  /** Resolves when nothing is on the way any more. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const INTERVAL_MS = 400;
/** A sender's transactions that may wait in a pool are limited; a feed stays far below. */
const MOST_WAITING = 60;

/** Sends a transaction now and then; one that a node did not take is sent again, also to the next node. */
export function startFeed(world: World, provider = 0): Feed {
  const load = createHospitalLoad(world, provider);
  const taken: Hex[] = [];
  let target: RealNode | undefined;
  let waiting: { readonly raw: Hex; readonly hash: Hex } | undefined;
  let isBusy = false;
  let last: Promise<void> = Promise.resolve();

  const send = async (node: RealNode): Promise<void> => {
    const mined = Number(await node.rpc.call<Hex>('eth_getTransactionCount', load.sender, 'latest'));
    if (load.nonce() - mined > MOST_WAITING) return;
    if (waiting === undefined) {
      const transaction = await load.next();
      waiting = { raw: bytesToHex(transaction.serialize()), hash: bytesToHex(transaction.hash()) };
    }
    await node.rpc.call('eth_sendRawTransaction', waiting.raw);
    taken.push(waiting.hash);
    waiting = undefined;
  };
  const timer = setInterval(() => {
    if (isBusy || target === undefined) return;
    isBusy = true;
    // A node that is being killed does not answer: the same transaction is sent again.
    last = send(target).then(
      () => undefined,
      () => undefined,
    );
    void last.then(() => {
      isBusy = false;
    });
  }, INTERVAL_MS);
  return {
    taken,
    to(node) {
      target = node;
    },
    idle: () => last,
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}
