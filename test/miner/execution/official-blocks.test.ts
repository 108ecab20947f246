import { type Block, createBlockFromRLP } from '@ethereumjs/block';
import { checkBody, checkHeader, checkOmmers, createCommon, sealedWorkOf } from '@medrec/miner/consensus';
import { createEthash } from '@medrec/miner/ethash';
import { buildGenesis, createExecutor } from '@medrec/miner/execution';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { describe, expect, it } from 'vitest';
import { officialFiles } from '../consensus/official-tests.ts';
import { testSpec } from '../consensus/test-spec.ts';

interface OfficialCase {
  readonly network: string;
  readonly pre: Record<string, { balance: string; nonce: string; code: string; storage: Record<string, string> }>;
  readonly genesisBlockHeader: Record<string, string>;
  readonly blocks: readonly { readonly rlp: Hex; readonly expectException?: string }[];
  readonly lastblockhash: string;
}

const word = (hex: string) => `0x${hex.slice(2).padStart(64, '0')}` as const;

/** Ethereum's own rules: the record rules and the reward rule are off, ether exists. */
function specOf(test: OfficialCase): ChainSpec {
  const genesis = test.genesisBlockHeader as Record<string, Hex>;
  const spec = testSpec({ recordRules: false, difficulty: { durationDivisorSeconds: 9, boundDivisor: 2048, minimum: 131_072 } });
  const alloc = Object.entries(test.pre).map(([address, account]) => {
    const storage = Object.fromEntries(Object.entries(account.storage).map(([slot, value]) => [word(slot), word(value)]));
    return [address, { ...account, storage }];
  });
  const { nonce, timestamp, extraData, gasLimit, difficulty, mixHash, coinbase } = genesis;
  const header = { nonce, timestamp, extraData, gasLimit, difficulty, mixHash, coinbase } as Partial<ChainSpec>;
  return { ...spec, ...header, config: { ...spec.config, chainId: 1 }, alloc: Object.fromEntries(alloc) };
}

async function importAll(test: OfficialCase): Promise<{ known: Map<Hex, Block>; outcomes: (string | undefined)[] }> {
  const spec = specOf(test);
  const config = spec.config.medrec;
  const common = createCommon(spec);
  const nodes = new Map<Hex, Uint8Array>();
  const { block: genesis, writes } = buildGenesis(spec, common);
  for (const [key, value] of writes) nodes.set(key, value);
  const known = new Map<Hex, Block>([[bytesToHex(genesis.hash()), genesis]]);
  const ancestorsOf = (block: Block, count: number): Block[] => {
    const parent = known.get(bytesToHex(block.header.parentHash));
    return parent && count > 0 ? [parent, ...ancestorsOf(parent, count - 1)] : [];
  };
  const executor = createExecutor({
    spec,
    common,
    nodes: { get: (key) => nodes.get(bytesToHex(key)) },
    ancestorHash: async (from, number) => {
      let at = known.get(bytesToHex(from));
      while (at && at.header.number > number) at = known.get(bytesToHex(at.header.parentHash));
      return at?.hash();
    },
  });
  const importBlock = async (rlp: Hex): Promise<void> => {
    const block = createBlockFromRLP(hexToBytes(rlp), { common });
    const ancestors = ancestorsOf(block, 7);
    const parent = ancestors[0];
    if (!parent) throw new TypeError('unknown parent');
    checkHeader(block.header, parent.header, config);
    checkOmmers(block.uncleHeaders, ancestors, config);
    await checkBody(block);
    const result = await executor.runBlock(block, parent.header);
    for (const [key, value] of result.writes) nodes.set(key, value);
    known.set(bytesToHex(block.hash()), block);
  };
  const outcomes: (string | undefined)[] = [];
  for (const { rlp } of test.blocks) {
    outcomes.push(
      await importBlock(rlp).then(
        () => undefined,
        (error: Error & { code?: string }) => `${error.code ?? ''} ${error.message} ${(error.cause as Error | undefined)?.message ?? ''}`,
      ),
    );
  }
  return { known, outcomes };
}

const files = officialFiles<Record<string, OfficialCase>>('blockchain-berlin/');
const cases = files.flatMap(([, tests]) => Object.entries(tests).filter(([, test]) => test.network === 'Berlin'));

// Our executor must be Ethereum's before it is MedRec's: what differs here differs for every wallet and tool.
describe.skipIf(cases.length === 0)('official Berlin BlockchainTests', () => {
  it.each(cases)('%s', { timeout: 60_000 }, async (_, test) => {
    const { known, outcomes } = await importAll(test);
    const expected = test.blocks.map(({ expectException }) => expectException !== undefined);
    expect(
      outcomes.map((outcome) => outcome !== undefined),
      outcomes.join('\n'),
    ).toEqual(expected);
    expect([...known.keys()]).toContain(`0x${test.lastblockhash.replace(/^0x/, '')}`);
  });
});

const sealed = officialFiles<Record<string, OfficialCase>>('blockchain-ethash/').flatMap(([, tests]) => Object.entries(tests));

describe.skipIf(sealed.length === 0)('official Ethash seals', () => {
  it('are valid but for a wrong mix hash or nonce', { timeout: 120_000 }, async () => {
    const ethash = createEthash({ mode: 'standard' });
    const seen = new Set<string>();
    for (const [name, test] of sealed.filter(([caseName]) => caseName.endsWith('ConstantinopleFix'))) {
      const common = createCommon(specOf(test));
      for (const { rlp, expectException } of test.blocks.slice(0, 4)) {
        if (seen.has(rlp) || (expectException !== undefined && !/wrongMixHash|nonceWrong/.test(name))) continue;
        seen.add(rlp);
        const { header } = createBlockFromRLP(hexToBytes(rlp), { common });
        expect(await ethash.verify(sealedWorkOf(header)), `${name} ${header.number}`).toBe(expectException === undefined);
      }
    }
    await ethash.close();
    expect(seen.size).toBeGreaterThan(5);
  });
});
