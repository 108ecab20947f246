import { join } from 'node:path';
import type { Block, BlockHeader } from '@ethereumjs/block';
import type { TypedTransaction } from '@ethereumjs/tx';
import { type Chain, type Clock, createChain } from '@medrec/miner/chain';
import { sealHash } from '@medrec/miner/consensus';
import { createEthash, searchSmall } from '@medrec/miner/ethash';
import { type BlockResult, buildGenesis, createExecutor, type Executor } from '@medrec/miner/execution';
import { type SealerKey, sealBlock } from '@medrec/miner/sealing';
import { openStore, replayStored, type Store } from '@medrec/miner/store';
import { silentLogger } from '@medrec/shared/log';
import type { World } from './world.ts';

/** A node's chain on a folder, in this process and without sockets. */
export interface LocalNode {
  readonly dir: string;
  readonly store: Store;
  readonly executor: Executor;
  readonly chain: Chain;
  close(): Promise<void>;
}

/** A clock that stands far behind every block's time, so that no block is of the future. */
export const LATE_CLOCK: Clock = { nowMs: () => 32_503_680_000_000, after: () => () => undefined };

/** `dir` is a node's folder: the store lies where `medrec-miner run --dir` has it. */
export async function openLocalNode({ spec, common }: World, dir: string, clock: Clock = LATE_CLOCK): Promise<LocalNode> {
  const store = await openStore({ dir: join(dir, 'chain'), genesis: buildGenesis(spec, common), common });
  try {
    const executor = createExecutor({ spec, common, nodes: store.nodes });
    await replayStored(store, executor, { log: silentLogger() });
    const ethash = createEthash(spec.config.medrec.ethash);
    const chain = await createChain({ spec, common, store, executor, ethash, clock });
    return {
      ...{ dir, store, executor, chain },
      async close() {
        await chain.close();
        await ethash.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

export interface BlockPlan {
  readonly parent: BlockHeader;
  readonly key: SealerKey;
  /** After the parent. */
  readonly seconds: number;
  readonly transactions?: readonly TypedTransaction[];
  readonly ommers?: readonly BlockHeader[];
  /** Makes two blocks on one parent differ. */
  readonly mark?: number;
}

export interface MadeBlock {
  readonly block: Block;
  readonly result: BlockResult;
}

/** A sealed block on a parent whose state is kept. Every transaction must be in it. */
export async function makeBlock({ spec }: World, executor: Executor, plan: BlockPlan): Promise<MadeBlock> {
  const { parent, key, transactions = [] } = plan;
  const { block, result, leftOut } = await executor.buildBlock({
    parent,
    timestamp: parent.timestamp + BigInt(plan.seconds),
    coinbase: key.address,
    ommers: plan.ommers ?? [],
    transactions,
    freeExtra: new Uint8Array(32).fill(plan.mark ?? 0),
    sign: key.sign,
  });
  if (leftOut.length > 0) throw new RangeError(`block ${block.header.number} leaves out ${leftOut.map(({ code }) => code)}`);
  const { number: blockNumber, difficulty } = block.header;
  const work = { blockNumber, difficulty, sealHash: sealHash(block.header), startNonce: 0n, count: 1 << 22 };
  const found = searchSmall(spec.config.medrec.ethash, work);
  if (found === undefined) throw new RangeError('no seal within four million nonces');
  return { block: sealBlock(block, found), result };
}
