import { createBlock, createBlockHeader } from '@ethereumjs/block';
import { Common, Mainnet } from '@ethereumjs/common';
import { MerkleStateManager } from '@ethereumjs/statemanager';
import { createLegacyTx } from '@ethereumjs/tx';
import { Account, createAddressFromString, setLengthLeft } from '@ethereumjs/util';
import { buildBlock, createVM } from '@ethereumjs/vm';
import { createCommon, decodeBlock } from '@medrec/miner/consensus';
import { buildGenesis, createExecutor } from '@medrec/miner/execution';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { computeAddress } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryState } from '../../../packages/miner/src/execution/state/index.ts';
import { ethereumSpec } from '../../conformance/ethereum-spec.ts';
import { forksOfNetwork } from '../../conformance/networks.ts';

// What would be lost: the executor of every fork but Berlin is used by no MedRec chain, so nothing else would notice it rot.
// Random blocks are built by the stock VM, whose state, trie, receipts and rewards are others', and executed by ours.

const FORKS: readonly (readonly [network: string, hardfork: string])[] = [
  ['Frontier', 'chainstart'],
  ['Homestead', 'homestead'],
  ['EIP150', 'tangerineWhistle'],
  ['EIP158', 'spuriousDragon'],
  ['Byzantium', 'byzantium'],
  ['Constantinople', 'constantinople'],
  ['ConstantinopleFix', 'petersburg'],
  ['Istanbul', 'istanbul'],
  ['Berlin', 'berlin'],
];

const KEY: Hex = `0x${'22'.repeat(32)}`;
const SENDER = computeAddress(KEY).toLowerCase() as Hex;
const CONTRACTS: readonly Hex[] = [1, 2, 3].map((digit): Hex => `0x${`c${digit}`.repeat(20)}`);
const EMPTY: Hex = `0x${'ee'.repeat(20)}`;
const COINBASES: readonly Hex[] = [`0x${'aa'.repeat(20)}`, SENDER, CONTRACTS[0] as Hex, EMPTY];

/** Pieces of code that leave the stack as it was; strung together at random. */
const byte = fc.nat(3).map((value) => value.toString(16).padStart(2, '0'));
const target = fc
  .constantFrom(...CONTRACTS, EMPTY, SENDER, '0x0000000000000000000000000000000000000003' as Hex)
  .map((address) => address.slice(2));
const piece = fc.oneof(
  fc.tuple(byte, byte).map(([value, slot]) => `60${value}60${slot}55`),
  fc.tuple(byte, target).map(([value, to]) => `600060006000600060${value}73${to}61fffff150`),
  target.map((to) => `600060006000600073${to}61fffff450`),
  byte.map((topic) => `60${topic}60206000a1`),
  // A contract without code, and one with a byte of it.
  fc.constant('600060006000f050'),
  byte.map((value) => `6960${value}60005360016000f3600052600a60166000f050`),
  target.map((to) => `73${to}3150`),
  target.map((to) => `73${to}ff`),
  fc.constant('60006000fd'),
  fc.constant('fe'),
);
const code = fc.array(piece, { maxLength: 6 }).map((pieces): Hex => `0x${pieces.join('')}`);
const call = fc.record({
  to: fc.option(fc.constantFrom(...CONTRACTS, EMPTY), { nil: undefined }),
  data: code,
  value: fc.nat(2),
  gasLimit: fc.integer({ min: 80_000, max: 400_000 }),
});
const scene = fc.record({
  codes: fc.tuple(code, code, code),
  coinbase: fc.constantFrom(...COINBASES),
  calls: fc.array(call, { minLength: 1, maxLength: 5 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const preOf = ({ codes }: Scene) => ({
  [SENDER]: { balance: '0xde0b6b3a7640000', nonce: '0x0', code: '0x', storage: {} },
  [EMPTY]: { balance: '0x0', nonce: '0x0', code: '0x', storage: {} },
  ...Object.fromEntries(
    CONTRACTS.map((address, at) => [address, { balance: '0x5', nonce: '0x1', code: codes[at] ?? '0x', storage: { '0x01': '0x02' } }]),
  ),
});

/** The block as the stock VM makes it, with its state root, receipts and rewards. */
async function stockBlock(one: Scene, hardfork: string, genesisHash: Uint8Array): Promise<{ rlp: Uint8Array; taken: number }> {
  const common = new Common({ chain: Mainnet, hardfork });
  const stateManager = new MerkleStateManager({ common });
  for (const [address, account] of Object.entries(preOf(one))) {
    const at = createAddressFromString(address as Hex);
    await stateManager.putAccount(at, new Account(BigInt(account.nonce), BigInt(account.balance)));
    if (account.code !== '0x') await stateManager.putCode(at, hexToBytes(account.code as Hex));
    for (const [slot, value] of Object.entries(account.storage))
      await stateManager.putStorage(at, setLengthLeft(hexToBytes(slot as Hex), 32), hexToBytes(value));
  }
  await stateManager.flush();
  const vm = await createVM({ common, stateManager });
  const parentBlock = createBlock({ header: createBlockHeader({ number: 0n, gasLimit: 10_000_000n }, { common }) }, { common });
  const headerData = {
    number: 1n,
    coinbase: one.coinbase,
    gasLimit: 10_000_000n,
    timestamp: 10n,
    difficulty: 131_072n,
    parentHash: genesisHash,
  };
  const builder = await buildBlock(vm, { parentBlock, headerData, blockOpts: { putBlockIntoBlockchain: false } });
  let nonce = 0n;
  for (const { to, data, value, gasLimit } of one.calls) {
    const transaction = createLegacyTx({ nonce, gasPrice: 1, gasLimit, value, data, ...(to ? { to } : {}) }, { common }).sign(
      hexToBytes(KEY),
    );
    await builder.addTransaction(transaction);
    nonce++;
  }
  const { block } = await builder.build();
  return { rlp: block.serialize(), taken: block.transactions.length };
}

describe('the executor', () => {
  it.each(FORKS)('agrees with the stock VM over random blocks at %s', { timeout: 60_000 }, async (network, hardfork) => {
    const forks = forksOfNetwork(network) ?? {};
    await fc.assert(
      fc.asyncProperty(scene, async (one) => {
        const header = { nonce: '0x0000000000000000', timestamp: '0x0', extraData: '0x', gasLimit: '0x989680', difficulty: '0x20000' };
        const spec = ethereumSpec(forks, { ...header, mixHash: '0x00', coinbase: EMPTY }, preOf(one));
        const common = createCommon(spec);
        const genesis = buildGenesis(spec, common);
        const nodes = createMemoryState();
        nodes.keep({ stateRoot: genesis.block.header.stateRoot, writes: genesis.writes });
        const { rlp, taken } = await stockBlock(one, hardfork, genesis.block.hash());
        const block = decodeBlock(rlp, common);
        const result = await createExecutor({ spec, common, nodes }).runBlock(block, genesis.block.header);
        expect(bytesToHex(result.stateRoot)).toBe(bytesToHex(block.header.stateRoot));
        expect(result.receipts).toHaveLength(taken);
        expect(
          result.receipts.every(
            ({ stateRoot }) => (stateRoot === undefined) !== ['Frontier', 'Homestead', 'EIP150', 'EIP158'].includes(network),
          ),
        ).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
