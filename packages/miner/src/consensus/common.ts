import { type ChainConfig, Common, ConsensusAlgorithm, ConsensusType, Hardfork, type ParamsDict } from '@ethereumjs/common';
import type { ChainSpec } from '@medrec/shared/chain';
import { SEALER_EXTRA_BYTES } from '@medrec/shared/chain';
import { nativeEcrecover } from './native-ecrecover.ts';

// Hard forks up to Berlin, all in force from block 0; there is no later EIP on this chain.
const FORKS: readonly Hardfork[] = [
  Hardfork.Chainstart,
  Hardfork.Homestead,
  Hardfork.TangerineWhistle,
  Hardfork.SpuriousDragon,
  Hardfork.Byzantium,
  Hardfork.Constantinople,
  Hardfork.Petersburg,
  Hardfork.Istanbul,
  Hardfork.MuirGlacier,
  Hardfork.Berlin,
];

/** EIPs that Berlin brings: ModExp's price, access costs, typed transactions, access lists. */
const BERLIN_EIPS = [2565, 2929, 2718, 2930];

/** Blocks; so far off that no chain reaches it. */
const NO_BOMB = Number.MAX_SAFE_INTEGER;

/** Wei that Ethereum pays from Constantinople on; only for conformance runs, where `recordRules` is off. */
const ETHEREUM_REWARD_WEI = '2000000000000000000';
const ETHEREUM_EXTRA_BYTES = 32;

/**
 * A `Common` for one set of rules that never change. Each block, header, transaction and EVM asks for a copy and
 * loads its default parameters anew; sharing one instance makes parsing a transaction five times as fast.
 */
class FixedCommon extends Common {
  readonly #loaded = new WeakSet<ParamsDict>();

  override copy(): Common {
    return this;
  }

  override updateParams(params: ParamsDict): void {
    if (this.#loaded.has(params)) return;
    this.#loaded.add(params);
    super.updateParams(params);
  }
}

/**
 * The EVM's rules for a chain spec: Berlin, proof of work, no reward, no bomb.
 * Overrides stand in the fork's own parameters because every constructor lays its defaults over `Common`'s.
 */
export function createCommon(spec: ChainSpec): Common {
  const { difficulty, recordRules } = spec.config.medrec;
  const chain: ChainConfig = {
    name: 'medrec',
    chainId: spec.config.chainId,
    defaultHardfork: Hardfork.Berlin,
    consensus: { type: ConsensusType.ProofOfWork, algorithm: ConsensusAlgorithm.Ethash, ethash: {} },
    // Only the type asks for it: the genesis block comes from `execution/genesis.ts`.
    genesis: { gasLimit: spec.gasLimit, difficulty: spec.difficulty, nonce: '0x0000000000000000', extraData: '0x' },
    hardforks: FORKS.map((name) => ({ name, block: 0 })),
    bootstrapNodes: [],
    customHardforks: {
      [Hardfork.Berlin]: {
        eips: BERLIN_EIPS,
        params: {
          minerReward: recordRules ? '0' : ETHEREUM_REWARD_WEI,
          maxExtraDataSize: recordRules ? SEALER_EXTRA_BYTES : ETHEREUM_EXTRA_BYTES,
          minimumDifficulty: difficulty.minimum,
          difficultyBoundDivisor: difficulty.boundDivisor,
          durationLimit: difficulty.durationDivisorSeconds,
          difficultyBombDelay: NO_BOMB,
        },
      },
    },
  };
  return new FixedCommon({ chain, customCrypto: { ecrecover: nativeEcrecover } });
}
