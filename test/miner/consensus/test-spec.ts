import type { Common } from '@ethereumjs/common';
import { createCommon } from '@medrec/miner/consensus';
import { type ChainSpec, devnetPreset, type MedrecConfig } from '@medrec/shared/chain';

const ZERO_HASH = `0x${'00'.repeat(32)}` as const;

/** Devnet rules without participants: enough for what looks at headers and transactions alone. */
export function testConfig(changes: Partial<MedrecConfig> = {}): MedrecConfig {
  return { ...devnetPreset, version: 1, recordRules: true, products: [], providers: [], labs: [], forks: [], ...changes };
}

export function testSpec(changes: Partial<MedrecConfig> = {}): ChainSpec {
  return {
    config: { chainId: 1337, medrec: testConfig(changes) },
    nonce: '0x0',
    timestamp: '0x64',
    extraData: '0x',
    gasLimit: '0x1c9c380',
    difficulty: '0x400',
    mixHash: ZERO_HASH,
    coinbase: '0x0000000000000000000000000000000000000000',
    alloc: {},
  };
}

export function testCommon(changes: Partial<MedrecConfig> = {}): Common {
  return createCommon(testSpec(changes));
}
