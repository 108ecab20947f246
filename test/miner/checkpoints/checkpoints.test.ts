import type { Block } from '@ethereumjs/block';
import type { Hex } from '@medrec/shared/bytes';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { MedrecError } from '@medrec/shared/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accountOf,
  type CheckpointNode,
  discardCheckpointNode,
  hashOf,
  INTERVAL,
  openCheckpointNode,
  PROVIDERS,
  STRANGER,
  signedBy,
  toRegistrar,
} from './provider-network.ts';

// What would be lost: hospitals release data behind a certificate, and what is released cannot be called back. A node that
// went behind one, or took fewer signatures for one, would have them pay on a branch that is given up.

let node: CheckpointNode;
let genesis: Hex;
beforeEach(async () => {
  node = await openCheckpointNode();
  genesis = node.chain.genesisHash;
});
afterEach(() => discardCheckpointNode(node));

const certificateOf = (block: Block | undefined, base: Hex, wallets = PROVIDERS.slice(0, 3)) =>
  signedBy(wallets, { number: block?.header.number ?? 0n, blockHash: hashOf(block), base });
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(String, (error: unknown) => (error instanceof MedrecError ? error.code : String(error)));

describe('votes', () => {
  it('certify with more than two thirds of the seats, and not with fewer', async () => {
    const blocks = await node.extend(INTERVAL);
    const heard: number[] = [];
    node.checkpoints.onAdded(({ signatures }) => heard.push(signatures.length));
    const votes = await Promise.all(PROVIDERS.map((wallet) => certificateOf(blocks[3], genesis, [wallet])));
    expect(await node.checkpoints.add(votes[0] as never, 'peer')).toBe('vote');
    expect(await node.checkpoints.add(votes[0] as never, 'peer')).toBe('known');
    expect(await node.checkpoints.add(votes[1] as never, 'peer')).toBe('vote');
    expect(node.checkpoints.status()).toMatchObject({ certified: undefined, seats: 4, base: genesis });
    expect(await node.checkpoints.add(votes[2] as never, 'peer')).toBe('certificate');
    const certified = { number: 4n, hash: hashOf(blocks[3]), votes: 3, isCanonical: true };
    expect(node.checkpoints.status()).toMatchObject({ certified, base: hashOf(blocks[3]), seats: 4, conflict: undefined });
    expect(node.checkpoints.status().signed.get(accountOf(PROVIDERS[0] as never))).toEqual({ number: 4n, hash: hashOf(blocks[3]) });
    expect(await node.checkpoints.add(votes[3] as never, 'peer')).toBe('known');
    expect(heard).toEqual([1, 1, 1]);
  });

  it('are refused, each with its code', async () => {
    const blocks = await node.extend(INTERVAL + 1);
    const add = async (change: object, wallets = PROVIDERS.slice(0, 1)) => {
      const message = { number: 4n, blockHash: hashOf(blocks[3]), base: genesis, ...change };
      return codeOf(node.checkpoints.add(await signedBy(wallets, message), 'peer'));
    };
    expect(await add({ number: 5n, blockHash: hashOf(blocks[4]) })).toBe('CHECKPOINT_HEIGHT');
    expect(await add({ base: hashOf(blocks[0]) })).toBe('CHECKPOINT_BASE_UNKNOWN');
    expect(await add({}, [STRANGER])).toBe('CHECKPOINT_SIGNER');
    expect(await add({}, [PROVIDERS[0] as never, PROVIDERS[0] as never])).toBe('CHECKPOINT_SIGNER');
    expect(await add({}, PROVIDERS.slice(0, 2))).toBe('CHECKPOINT_INCOMPLETE');
    expect(await add({ number: 400n })).toBe('CHECKPOINT_FAR');
    const good = await certificateOf(blocks[3], genesis, PROVIDERS.slice(0, 1));
    expect(await codeOf(node.checkpoints.add({ ...good, blockHash: hashOf(blocks[2]) }, 'peer'))).toBe('CHECKPOINT_SIGNER');
  });

  it('of one provider for two blocks of a height are told', async () => {
    const blocks = await node.extend(INTERVAL);
    await node.checkpoints.add(await certificateOf(blocks[3], genesis, PROVIDERS.slice(0, 1)), 'peer');
    const other = await signedBy(PROVIDERS.slice(0, 1), { number: 4n, blockHash: hashOf(blocks[0]), base: genesis });
    expect(await node.checkpoints.add(other, 'peer')).toBe('vote');
    expect(node.checkpoints.status().equivocators).toEqual([accountOf(PROVIDERS[0] as never)]);
  });
});

describe('the certified branch', () => {
  it('is followed though it is lighter, with its heaviest descendant, and never left again', async () => {
    const [first] = await node.extend(1);
    const parent = first?.header;
    const heavy = await node.extend(7, { ...(parent && { parent }), mark: 1 });
    const light = await node.extend(5, { ...(parent && { parent }), mark: 2 });
    expect(node.chain.head().hash).toBe(hashOf(heavy[6]));
    await node.checkpoints.add(await certificateOf(light[2], genesis), 'peer');
    expect(node.chain.head().hash).toBe(hashOf(light[4]));
    expect(await node.chain.isCanonical(hashOf(light[2]))).toBe(true);
    const more = await node.extend(6, { parent: heavy[6]?.header as never, mark: 1 });
    expect(node.chain.head().hash).toBe(hashOf(light[4]));
    expect(await node.chain.totalDifficultyOf(hashOf(more[5]))).toBeGreaterThan(node.chain.head().totalDifficulty);
    const on = await node.extend(1, { mark: 2 });
    expect(node.chain.head().hash).toBe(hashOf(on[0]));
  });

  it('is followed as soon as it arrives, when the certificate was there first', async () => {
    const author = await openCheckpointNode();
    const light = await author.extend(5, { mark: 2 });
    const heavy = await node.extend(7, { mark: 1 });
    expect(await node.checkpoints.add(await certificateOf(light[3], genesis), 'peer')).toBe('certificate');
    expect(node.checkpoints.status().certified).toMatchObject({ isCanonical: false });
    expect(node.chain.head().hash).toBe(hashOf(heavy[6]));
    for (const block of light) await node.chain.importBlock(block, 'peer');
    expect(node.chain.head().hash).toBe(hashOf(light[4]));
    expect(node.checkpoints.status()).toMatchObject({ certified: { isCanonical: true }, conflict: undefined });
    await discardCheckpointNode(author);
  });

  it('is bound to again after a restart', async () => {
    const [first] = await node.extend(1);
    const parent = first?.header as never;
    const light = await node.extend(4, { parent, mark: 2 });
    await node.checkpoints.add(await certificateOf(light[2], genesis), 'peer');
    await node.close();
    node = await openCheckpointNode(node.dir);
    expect(node.checkpoints.status()).toMatchObject({ certified: { number: 4n, votes: 3, isCanonical: true }, seats: 4 });
    expect(node.checkpoints.above(0n, 10)).toHaveLength(1);
    expect(node.checkpoints.above(4n, 10)).toHaveLength(0);
    await node.extend(9, { parent, mark: 1 });
    expect(node.chain.head().hash).toBe(hashOf(light[3]));
  });
});

describe('two certificates that cannot be on one chain', () => {
  it('of one height raise the alarm, which a restart does not forget', async () => {
    const left = await node.extend(4, { mark: 1 });
    const right = await node.extend(4, { parent: node.store.header(genesis) as never, mark: 2 });
    await node.checkpoints.add(await certificateOf(left[3], genesis), 'peer');
    expect(await node.checkpoints.add(await certificateOf(right[3], genesis, PROVIDERS.slice(1)), 'peer')).toBe('certificate');
    const conflict = { first: { blockHash: hashOf(left[3]) }, second: { blockHash: hashOf(right[3]) } };
    expect(node.checkpoints.status()).toMatchObject({ conflict });
    expect(node.chain.head().hash).toBe(hashOf(left[3]));
    await node.close();
    node = await openCheckpointNode(node.dir);
    expect(node.checkpoints.status()).toMatchObject({ conflict });
  });

  it('of different heights raise it too, once the second block is here', async () => {
    const author = await openCheckpointNode();
    const right = await author.extend(8, { mark: 2 });
    const left = await node.extend(4, { mark: 1 });
    await node.checkpoints.add(await certificateOf(left[3], genesis), 'peer');
    await node.checkpoints.add(await certificateOf(right[7], genesis), 'peer');
    expect(node.checkpoints.status().conflict).toBeUndefined();
    for (const block of right) await node.chain.importBlock(block, 'peer');
    await node.extend(1, { mark: 1 });
    await expect.poll(() => node.checkpoints.status().conflict).toMatchObject({ second: { number: 8n } });
    expect(await node.chain.isCanonical(hashOf(left[3]))).toBe(true);
    await discardCheckpointNode(author);
  });
});

describe('seats', () => {
  it('are those of the last certified state: a removed provider’s signature counts no more', async () => {
    const [a, b, c, removed] = PROVIDERS as never as [typeof STRANGER, typeof STRANGER, typeof STRANGER, typeof STRANGER];
    const noBytes: Hex = `0x${'00'.repeat(32)}`;
    const propose = encodeCall(registrarAbi, 'propose', [3, accountOf(removed), noBytes, noBytes, '', 0n, '0x']);
    const vote = encodeCall(registrarAbi, 'vote', [1n, true]);
    const transactions = [await toRegistrar(a, 0, propose), await toRegistrar(b, 0, vote), await toRegistrar(c, 0, vote)];
    const blocks = await node.extend(INTERVAL, { transactions });
    expect(blocks[0]?.transactions).toHaveLength(3);
    await node.checkpoints.add(await certificateOf(blocks[3], genesis, [a, b, removed]), 'peer');
    const base = hashOf(blocks[3]);
    expect(node.checkpoints.status()).toMatchObject({ seats: 3, base });
    const later = await node.extend(INTERVAL);
    expect(await codeOf(node.checkpoints.add(await certificateOf(later[3], base, [removed]), 'peer'))).toBe('CHECKPOINT_SIGNER');
    expect(await node.checkpoints.add(await certificateOf(later[3], base, [a, b, c]), 'peer')).toBe('certificate');
  });
});
