import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { type ChainSpec, readChainSpec } from '@medrec/shared/chain';
import type { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type Chain, createChain } from '../chain/index.ts';
import { createCommon, decodeBlock } from '../consensus/index.ts';
import { createEthash, type Ethash } from '../ethash/index.ts';
import { buildGenesis, createExecutor, type Executor } from '../execution/index.ts';
import { requireDeployableRule } from '../rewards/index.ts';
import { openStore, type Store } from '../store/index.ts';
import { createTxPool, type TxPool } from '../txpool/index.ts';

export interface OpenChain {
  readonly spec: ChainSpec;
  readonly store: Store;
  readonly executor: Executor;
  /** Checks seals. */
  readonly ethash: Pick<Ethash, 'hash'>;
  readonly chain: Chain;
  readonly pool: TxPool;
  /** Block from RLP under this chain's rules; throws on anything malformed. */
  decodeBlock(rlp: Uint8Array): Block;
  close(): Promise<void>;
}

/** The spec's chain on the folder's store, with its pool: all of a node that has no sockets. */
export async function openChain(
  options: { readonly dir: string; readonly spec: string },
  log: Logger,
  onRejected: (error: MedrecError, origin: string) => void,
): Promise<OpenChain> {
  const spec = await readChainSpec(options.spec);
  requireDeployableRule(spec.config.medrec.rewardRule);
  const common = createCommon(spec);
  const store = await openStore({ dir: join(options.dir, 'chain'), genesis: buildGenesis(spec, common), common, log });
  const executor = createExecutor({ spec, common, nodes: store.nodes });
  const ethash = createEthash(spec.config.medrec.ethash);
  const chain = await createChain({ spec, common, store, executor, ethash, log, onRejected });
  const pool = createTxPool({ chain, executor, log });
  return {
    spec,
    store,
    executor,
    ethash,
    chain,
    pool,
    decodeBlock: (rlp) => decodeBlock(rlp, common),
    async close() {
      pool.close();
      await chain.close();
      await ethash.close();
      await store.close();
    },
  };
}
