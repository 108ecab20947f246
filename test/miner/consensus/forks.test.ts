import { commonAt, createCommon } from '@medrec/miner/consensus';
import type { EthereumForks } from '@medrec/shared/chain';
import { describe, expect, it } from 'vitest';
import { testSpec } from './test-spec.ts';

// Which rules are in force at a height is consensus: two answers are two chains.

const commonOf = (forks: EthereumForks, recordRules = false) => {
  const spec = testSpec({ recordRules });
  return createCommon({ ...spec, config: { ...spec.config, ...forks } });
};

describe('hard forks of a chain spec', () => {
  it('are Berlin’s from the first block on a MedRec chain, whatever the height', () => {
    const common = commonOf({}, true);
    for (const height of [0n, 1n, 20_000_000n]) expect(commonAt(common, height)).toBe(common);
    expect(common.hardfork()).toBe('berlin');
    expect(() => commonOf({ berlinBlock: 5 }, true)).toThrowError(expect.objectContaining({ code: 'SPEC_FORKS' }));
    expect(commonOf({ homesteadBlock: 0, berlinBlock: 0 }, true).hardfork()).toBe('berlin');
  });

  it('come at their blocks where the record rules are off, and never when they are not named', () => {
    const common = commonOf({ homesteadBlock: 0, daoForkBlock: 3, eip150Block: 5 });
    const names = [0n, 2n, 3n, 4n, 5n, 1_000n].map((height) => commonAt(common, height).hardfork());
    expect(names).toEqual(['homestead', 'homestead', 'dao', 'dao', 'tangerineWhistle', 'tangerineWhistle']);
    expect(commonAt(commonOf({}), 10_000_000n).hardfork()).toBe('chainstart');
  });

  it('are refused in another order than Ethereum’s', () => {
    expect(() => commonOf({ homesteadBlock: 5, eip150Block: 4 })).toThrowError(expect.objectContaining({ code: 'SPEC_FORKS' }));
  });
});
