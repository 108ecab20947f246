import { Block, type BlockHeader, createBlockHeader, type HeaderData } from '@ethereumjs/block';
import { checkFuture, checkHeader, checkOmmers, checkSeal, difficultyParentOf, nextDifficulty, sealHash } from '@medrec/miner/consensus';
import { createEthash, searchSmall } from '@medrec/miner/ethash';
import { checkBody } from '@medrec/miner/execution';
import { devnetPreset, gasLimitAt } from '@medrec/shared/chain';
import { describe, expect, it } from 'vitest';
import { testCommon, testConfig } from './test-spec.ts';

const common = testCommon();
const config = testConfig();
const header = (data: HeaderData) => createBlockHeader(data, { common });
const GAS_LIMIT = gasLimitAt(config, 0n);
const genesis = header({ number: 0, timestamp: 100, difficulty: 4096, gasLimit: GAS_LIMIT });

function child(parent: BlockHeader, changes: HeaderData = {}): BlockHeader {
  const timestamp = BigInt((changes.timestamp as number | undefined) ?? parent.timestamp + 2n);
  return header({
    parentHash: parent.hash(),
    number: parent.number + 1n,
    timestamp,
    difficulty: nextDifficulty(config.difficulty, difficultyParentOf(parent), timestamp),
    gasLimit: GAS_LIMIT,
    extraData: new Uint8Array(97),
    ...changes,
  });
}

// Each rule is what keeps one kind of false history out.
describe('checkHeader', () => {
  it('accepts a child', () => {
    expect(() => checkHeader(child(genesis), genesis, config)).not.toThrow();
  });

  it.each<[string, HeaderData]>([
    ['HEADER_PARENT', { parentHash: new Uint8Array(32) }],
    ['HEADER_PARENT', { number: 2 }],
    ['HEADER_TIMESTAMP', { timestamp: 100 }],
    ['HEADER_EXTRA', { extraData: new Uint8Array(96) }],
    ['GAS_LIMIT', { gasLimit: 30_000_001 }],
    ['HEADER_DIFFICULTY', { difficulty: 4097 }],
  ])('refuses with %s: %j', (code, changes) => {
    expect(() => checkHeader(child(genesis, changes), genesis, config)).toThrowError(
      expect.objectContaining({ code, verdict: 'penalise' }),
    );
  });

  it('refuses more gas than the limit, should the decoder let it pass', () => {
    const greedy: BlockHeader = Object.create(child(genesis), { gasUsed: { value: GAS_LIMIT + 1n } });
    expect(() => checkHeader(greedy, genesis, config)).toThrowError(
      expect.objectContaining({ code: 'HEADER_GAS_USED', verdict: 'penalise' }),
    );
  });

  it('takes the gas limit of the height', () => {
    const later = testConfig({ gasLimits: [...devnetPreset.gasLimits, { fromBlock: 1, gasLimit: 60_000_000 }] });
    expect(() => checkHeader(child(genesis, { gasLimit: 60_000_000 }), genesis, later)).not.toThrow();
    expect(() => checkHeader(child(genesis), genesis, later)).toThrowError(expect.objectContaining({ code: 'GAS_LIMIT' }));
  });

  it('falls back to Ethereum’s bounds when the record rules are off', () => {
    const off = testConfig({ recordRules: false });
    const plain = { extraData: new Uint8Array(0) };
    const bound = GAS_LIMIT / 1024n;
    expect(() => checkHeader(child(genesis, { ...plain, gasLimit: GAS_LIMIT + bound - 1n }), genesis, off)).not.toThrow();
    expect(() => checkHeader(child(genesis, { ...plain, gasLimit: GAS_LIMIT + bound }), genesis, off)).toThrowError(
      expect.objectContaining({ code: 'GAS_LIMIT' }),
    );
  });
});

describe('checkFuture', () => {
  it('lets clocks stand 15 s apart, and ignores what is further ahead', () => {
    expect(() => checkFuture(genesis, 85n)).not.toThrow();
    expect(() => checkFuture(genesis, 84n)).toThrowError(expect.objectContaining({ code: 'HEADER_FUTURE', verdict: 'ignore' }));
  });
});

describe('checkSeal', () => {
  it('accepts a searched seal and no other', async () => {
    const ethash = createEthash(devnetPreset.ethash);
    const unsealed = child(genesis);
    const seal = searchSmall(devnetPreset.ethash, {
      blockNumber: 1n,
      sealHash: sealHash(unsealed),
      difficulty: unsealed.difficulty,
      startNonce: 0n,
      count: 100_000,
    });
    await expect(checkSeal(child(genesis, { ...seal }), ethash)).resolves.toBeUndefined();
    await expect(checkSeal(child(genesis, { ...seal, extraData: new Uint8Array(97).fill(1) }), ethash)).rejects.toMatchObject({
      code: 'HEADER_SEAL',
    });
    await expect(checkSeal(child(genesis, { nonce: seal?.nonce ?? new Uint8Array(8) }), ethash)).rejects.toMatchObject({
      code: 'HEADER_SEAL',
    });
  });
});

const block = (blockHeader: BlockHeader, ommers: BlockHeader[] = []) => new Block(blockHeader, [], ommers, undefined, { common });

describe('checkBody', () => {
  it('binds ommers to the header', async () => {
    const first = child(genesis);
    await expect(checkBody(block(first))).resolves.toBeUndefined();
    await expect(checkBody(block(first, [child(genesis, { timestamp: 103 })]))).rejects.toMatchObject({ code: 'BODY_MISMATCH' });
  });
});

describe('checkOmmers', () => {
  const headers = [genesis];
  for (let i = 0; i < 8; i++) headers.push(child(headers[i] as BlockHeader));
  const at = (number: number) => headers[number] as BlockHeader;
  /** A sibling of the block at that height. */
  const ommer = (number: number, timestamp = 1) => child(at(number - 1), { timestamp: Number(at(number - 1).timestamp) + timestamp });
  /** The blocks under a block at height 8 or 9, its parent first. */
  const ancestors = (top: number) =>
    [...headers.slice(0, top)]
      .reverse()
      .slice(0, 7)
      .map((ancestor) => block(ancestor));
  const check =
    (ommers: BlockHeader[], top = 8, chain = ancestors(top)) =>
    () =>
      checkOmmers(ommers, chain, config);
  const refused = expect.objectContaining({ code: 'OMMER_INVALID', verdict: 'penalise' });

  it('accepts siblings of the last six ancestors', () => {
    expect(check([ommer(7), ommer(2)])).not.toThrow();
  });

  it.each<[string, () => void]>([
    ['a sibling of the block itself', check([ommer(8)])],
    ['one too deep', check([ommer(1)])],
    ['an ancestor', check([at(5)])],
    ['three', check([ommer(7), ommer(6), ommer(5)])],
    ['the same twice', check([ommer(7), ommer(7)])],
    [
      'one that an ancestor took',
      check(
        [ommer(6)],
        8,
        ancestors(8).map((ancestor, i) => (i === 0 ? block(at(7), [ommer(6)]) : ancestor)),
      ),
    ],
  ])('refuses %s', (_, act) => {
    expect(act).toThrowError(refused);
  });

  it('holds an ommer to the header rules', () => {
    const wrong = child(at(5), { difficulty: 1n });
    expect(check([wrong])).toThrowError(expect.objectContaining({ code: 'HEADER_DIFFICULTY' }));
  });
});
