import { paramsBlock } from '@ethereumjs/block';
import { type ChainConfig, Common, ConsensusAlgorithm, ConsensusType, Hardfork, type ParamsDict } from '@ethereumjs/common';
import { type ChainSpec, type MedrecConfig, SEALER_EXTRA_BYTES } from '@medrec/shared/chain';
import { kernelKeccak } from '../ethash/index.ts';
import { forksOf } from './ethereum-forks.ts';
import { nativeEcrecover } from './native-ecrecover.ts';

/** EIPs that Berlin brings: ModExp's price, access costs, typed transactions, access lists. */
const BERLIN_EIPS = [2565, 2929, 2718, 2930];

/** Blocks; so far off that no chain reaches it. */
const NO_BOMB = Number.MAX_SAFE_INTEGER;

/**
 * A `Common` for one set of rules that never change. Each block, header, transaction and EVM asks for a copy and
 * loads its default parameters anew; sharing one instance makes parsing a transaction five times as fast.
 */
class FixedCommon extends Common {
  readonly #loaded = new WeakSet<ParamsDict>();

  override copy(): Common {
    return this;
  }

  override setHardforkBy(): string {
    return this.hardfork();
  }

  override updateParams(params: ParamsDict): void {
    if (this.#loaded.has(params)) return;
    this.#loaded.add(params);
    super.updateParams(params);
  }
}

/**
 * The EVM's rules for a chain spec. A MedRec chain has Berlin's from its first block, with proof of work, no reward and no
 * bomb. Where the record rules are off it is Ethereum's own chain, with the hard forks that the spec names; rewards, bomb
 * and gas costs are then each fork's own.
 */
export function createCommon(spec: ChainSpec): Common {
  const forks = forksOf(spec.config);
  const newest = forks.at(-1)?.name ?? Hardfork.Chainstart;
  const chain: ChainConfig = {
    name: 'medrec',
    chainId: spec.config.chainId,
    defaultHardfork: newest,
    consensus: { type: ConsensusType.ProofOfWork, algorithm: ConsensusAlgorithm.Ethash, ethash: {} },
    // Only the type asks for it: the genesis block comes from `execution/genesis.ts`.
    genesis: { gasLimit: spec.gasLimit, difficulty: spec.difficulty, nonce: '0x0000000000000000', extraData: '0x' },
    hardforks: [...forks],
    bootstrapNodes: [],
    ...(spec.config.medrec.recordRules ? { customHardforks: recordChainBerlin(spec.config.medrec) } : {}),
  };
  const options = { chain, customCrypto: { ecrecover: nativeEcrecover, keccak256: kernelKeccak } };
  const common = forks.every(({ block }) => block === 0) ? new FixedCommon(options) : new Common(options);
  // A header loads them as well; the next block's difficulty is asked for before there is one.
  common.updateParams(paramsBlock);
  return common;
}

/** The rules in force at a height: the same instance where they never change. */
export function commonAt(common: Common, blockNumber: bigint): Common {
  const there = common.copy();
  there.setHardforkBy({ blockNumber });
  return there;
}

/** Overrides stand in the fork's own parameters because every constructor lays its defaults over `Common`'s. */
function recordChainBerlin({ difficulty }: MedrecConfig): NonNullable<ChainConfig['customHardforks']> {
  return {
    [Hardfork.Berlin]: {
      eips: BERLIN_EIPS,
      params: {
        minerReward: '0',
        maxExtraDataSize: SEALER_EXTRA_BYTES,
        minimumDifficulty: difficulty.minimum,
        difficultyBoundDivisor: difficulty.boundDivisor,
        durationLimit: difficulty.durationDivisorSeconds,
        difficultyBombDelay: NO_BOMB,
      },
    },
  };
}
