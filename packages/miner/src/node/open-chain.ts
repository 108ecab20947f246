import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { type ChainSpec, readChainSpec } from '@medrec/shared/chain';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type Chain, createChain } from '../chain/index.ts';
import { type Checkpoints, createCheckpoints } from '../checkpoints/index.ts';
import { createCommon, decodeBlock } from '../consensus/index.ts';
import { createEthash, type Ethash } from '../ethash/index.ts';
import { buildGenesis, createExecutor, type Executor } from '../execution/index.ts';
import { requireDeployableRule } from '../rewards/index.ts';
import { createSenders } from '../senders/index.ts';
import { openStore, replayStored, type Store } from '../store/index.ts';
import { createTxPool, DEFAULT_LIMITS, openPoolJournal, type TxPool } from '../txpool/index.ts';
import { chainFolder, keepSpec } from './folder.ts';
import type { NodeOptions } from './options.ts';

export interface OpenChain {
  readonly spec: ChainSpec;
  readonly store: Store;
  readonly executor: Executor;
  /** Checks seals. */
  readonly ethash: Pick<Ethash, 'hash'>;
  readonly chain: Chain;
  readonly checkpoints: Checkpoints;
  readonly pool: TxPool;
  /** Block from RLP under this chain's rules; throws on anything malformed. */
  decodeBlock(rlp: Uint8Array): Block;
  close(): Promise<void>;
}

/** The spec's chain on the folder's store, with its pool: all of a node that has no sockets. */
export async function openChain(
  options: Pick<NodeOptions, 'dir' | 'spec' | 'archive' | 'keepStates'>,
  log: Logger,
  onRejected: (error: MedrecError, origin: string) => void,
): Promise<OpenChain> {
  const spec = await readChainSpec(options.spec);
  requireDeployableRule(spec.config.medrec.rewardRule);
  const common = createCommon(spec);
  const keptStates = keptStatesFor(options, spec);
  const genesis = buildGenesis(spec, common);
  const { archive } = options;
  const mode = { keptStates, ...(archive === undefined ? {} : { archive }) };
  const store = await openStore({ dir: chainFolder(options.dir), genesis, common, log, ...mode });
  await keepSpec(options.dir, spec);
  const executor = createExecutor({ spec, common, nodes: store.nodes });
  await replayStored(store, executor, { log });
  const ethash = createEthash(spec.config.medrec.ethash);
  const senders = createSenders();
  const chain = await createChain({ spec, common, store, executor, ethash, senders, log, onRejected });
  const checkpoints = await createCheckpoints({ chain, store, executor, dir: options.dir, log });
  const journal = await openPoolJournal(join(options.dir, 'pool.journal'), DEFAULT_LIMITS, log);
  const pool = createTxPool({ chain, executor, senders, journal, log });
  pool
    .restore()
    .catch((error: unknown) => log.error({ err: asMedrecError(error) }, 'waiting transactions of the last run were not restored'));
  return {
    spec,
    store,
    executor,
    ethash,
    chain,
    checkpoints,
    pool,
    decodeBlock: (rlp) => decodeBlock(rlp, common),
    async close() {
      await pool.close();
      await checkpoints.close();
      await chain.close();
      await ethash.close();
      await senders.close();
      await store.close();
    },
  };
}

/** The confirmed head is what hospitals and labs read. @throws MedrecError `OPTION_INVALID` when its state would not be kept */
function keptStatesFor({ archive, keepStates }: Pick<NodeOptions, 'archive' | 'keepStates'>, spec: ChainSpec): number {
  const { confirmations } = spec.config.medrec;
  if (archive || keepStates > confirmations) return keepStates;
  throw new MedrecError({
    code: 'OPTION_INVALID',
    message: 'The state of the confirmed head would not be kept.',
    facts: { option: '--keep-states', value: keepStates, confirmations },
    remedy: 'Name more blocks than the network’s confirmations.',
  });
}
