import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { type Chain, createChain, systemClock } from '@medrec/miner/chain';
import { createCommon, decodeBlock } from '@medrec/miner/consensus';
import { buildGenesis, createExecutor, type Executor } from '@medrec/miner/execution';
import type { Senders } from '@medrec/miner/senders';
import { openStore } from '@medrec/miner/store';
import { createTxPool, type TxPool } from '@medrec/miner/txpool';
import type { MixedLoad } from '../support/mixed-load.ts';

/** A node's chain and pool on a synced store of their own in a temporary folder. */
export interface BenchNode {
  readonly chain: Chain;
  readonly pool: TxPool;
  readonly executor: Executor;
  /** Block from RLP, as it comes from a peer: with no sender known. */
  decode(rlp: Uint8Array): Block;
  close(): Promise<void>;
}

/** Everything but the search: seals count as right. */
export async function openBenchNode({ spec }: MixedLoad, senders: Senders | undefined): Promise<BenchNode> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-bench-'));
  const common = createCommon(spec);
  const store = await openStore({ dir: join(dir, 'chain'), genesis: buildGenesis(spec, common), common });
  const executor = createExecutor({ spec, common, nodes: store.nodes });
  const known = senders === undefined ? {} : { senders };
  const chain = await createChain({ spec, common, store, executor, ethash: { verify: async () => true }, ...known });
  // The load's offers are for the first census epoch: the pool tries transactions as of now.
  const clock = { ...systemClock, nowMs: () => (Number(spec.timestamp) + 2) * 1000 };
  const pool = createTxPool({ chain, executor, clock, ...known });
  return {
    ...{ chain, pool, executor },
    decode: (rlp) => decodeBlock(rlp, common),
    async close() {
      await pool.close();
      await chain.close();
      await store.close();
      await rm(dir, { recursive: true });
    },
  };
}
