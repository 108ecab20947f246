import { createExecutor, type ReadParticipant } from '@medrec/miner/execution';
import { createTxPool, type PoolLimits, type TxPool } from '@medrec/miner/txpool';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  common,
  discardNode,
  extend,
  mine,
  type Node,
  OTHER_LAB,
  openNode,
  PATIENT,
  PATIENT_KEY,
  PROVIDER,
  PROVIDER_KEY,
  readParticipant,
  STRANGER,
  spec,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: a stranger could fill the pool, a failing transaction could hold up care, a reorganisation could swallow one.

let node: Node;
let pool: TxPool;
beforeEach(async () => {
  node = await openNode();
  pool = createTxPool(node);
});
afterEach(async () => {
  await pool.close();
  await discardNode(node);
});

const REVERTS: Hex = '0x0101';
const REVERTS_ONCE_FLAGGED: Hex = '0x01';
const add = (key: Hex, nonce: number, data: Hex = '0x', overrides = {}): Promise<Hex> =>
  pool.add(transaction(key, nonce, data, overrides).serialize(), 'test');
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof MedrecError ? error.code : String(error)),
  );
const nonces = (sender: Hex) =>
  pool
    .all()
    .filter((pooled) => pooled.sender === sender)
    .map(({ transaction: { nonce } }) => Number(nonce))
    .sort();
const readyNonces = () =>
  pool.ready().map(({ sender, transaction: { nonce } }) => `${sender === PROVIDER ? 'provider' : 'patient'} ${nonce}`);

async function limited(limits: Partial<PoolLimits>): Promise<void> {
  await pool.close();
  pool = createTxPool({ ...node, limits });
}

describe('admission', () => {
  it('takes what the record rules allow, once', async () => {
    const added: Hex[] = [];
    pool.onAdded(({ hash }) => added.push(hash));
    const hash = await add(PROVIDER_KEY, 0);
    expect(await add(PROVIDER_KEY, 0)).toBe(hash);
    expect(added).toEqual([hash]);
    expect(pool.get(hash)?.sender).toBe(PROVIDER);
    expect(await pool.pendingNonce(PROVIDER)).toBe(1n);
    expect(await pool.pendingNonce(PATIENT)).toBe(0n);
  });

  it('refuses, each with its code', async () => {
    const strangerKey = bytesToHex(Buffer.alloc(32, 7));
    expect(STRANGER.address).not.toBe(PROVIDER);
    expect(await codeOf(add(strangerKey, 0))).toBe('TX_SENDER_UNREGISTERED');
    expect(await codeOf(add(PROVIDER_KEY, 0, '0x', { gasPrice: 1 }))).toBe('TX_PRICED');
    expect(await codeOf(add(PROVIDER_KEY, 0, '0x', { gasLimit: 21_000 - 1 }))).toBe('TX_GAS');
    expect(await codeOf(add(PATIENT_KEY, 0, '0x', { gasLimit: 10_000_000 }))).toBe('TX_QUOTA');
    expect(await codeOf(add(PROVIDER_KEY, 300))).toBe('TX_NONCE_GAP');
    expect(await codeOf(add(PROVIDER_KEY, 0, REVERTS))).toBe('TX_REVERTED');
    expect(await codeOf(pool.add(Uint8Array.of(0xc0), 'test'))).toBe('TX_MALFORMED');
    expect(await codeOf(pool.add(new Uint8Array(200 * 1024), 'test'))).toBe('TX_TOO_LARGE');
    await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, 0)] });
    expect(await codeOf(add(PROVIDER_KEY, 0, REVERTS_ONCE_FLAGGED))).toBe('TX_NONCE_LOW');
    expect(pool.all()).toEqual([]);
  });

  it('bounds each sender and the whole, and leaves places to patients', async () => {
    await limited({ maxPerSender: 3, maxTransactions: 4, reservedPatientShare: 0.5 });
    await add(PROVIDER_KEY, 0);
    await add(PROVIDER_KEY, 1);
    expect(await codeOf(add(PROVIDER_KEY, 2))).toBe('POOL_FULL');
    await add(PATIENT_KEY, 0);
    await add(PATIENT_KEY, 1);
    expect(await codeOf(add(PATIENT_KEY, 2))).toBe('POOL_FULL');
    await limited({ maxPerSender: 3 });
    for (let nonce = 0; nonce < 3; nonce++) await add(PATIENT_KEY, nonce);
    expect(await codeOf(add(PATIENT_KEY, 3))).toMatch(/POOL_SENDER_FULL|TX_NONCE_GAP/);
  });

  it('bounds the bytes of all together', async () => {
    await limited({ maxBytes: 250, reservedPatientShare: 0 });
    await add(PROVIDER_KEY, 0);
    await add(PROVIDER_KEY, 1);
    expect(await codeOf(add(PROVIDER_KEY, 2))).toBe('POOL_FULL');
  });

  it('gives a newcomer to a full pool the last place of who holds most, a patient before an institution', async () => {
    await limited({ maxPerSender: 9, maxTransactions: 5, reservedPatientShare: 0 });
    for (const nonce of [0, 1, 2, 4, 5]) await add(PROVIDER_KEY, nonce);
    for (const nonce of [0, 1]) await add(PATIENT_KEY, nonce);
    expect(nonces(PROVIDER)).toEqual([0, 1, 2]);
    expect(await codeOf(add(PATIENT_KEY, 2))).toBe('POOL_FULL');
    expect(await codeOf(add(PROVIDER_KEY, 3))).toBe('POOL_FULL');
    await limited({ maxPerSender: 9, maxTransactions: 5, reservedPatientShare: 0, reservedInstitutionShare: 0.4 });
    for (const nonce of [0, 1, 2]) await add(PATIENT_KEY, nonce);
    expect(await codeOf(add(PATIENT_KEY, 3))).toBe('POOL_FULL'); // leaves a place to institutions
    for (const nonce of [0, 1]) await add(PROVIDER_KEY, nonce);
    expect(await codeOf(add(PROVIDER_KEY, 2))).toBe('POOL_FULL');
    expect([nonces(PROVIDER), nonces(PATIENT)]).toEqual([
      [0, 1],
      [0, 1, 2],
    ]);
  });

  it('shares one payer’s places among those it answers for, and never takes a patient’s for its own', async () => {
    await pool.close();
    const byProvider: ReadParticipant = (address, slotAt) => {
      const found = readParticipant(address, slotAt);
      return found && { ...found, sponsor: PROVIDER };
    };
    const executor = createExecutor({ spec, common, nodes: node.store.nodes, readParticipant: byProvider });
    pool = createTxPool({ ...node, executor, limits: { maxPerSender: 9, maxTransactions: 4, reservedPatientShare: 0 } });
    for (const nonce of [0, 1, 2, 3]) await add(PROVIDER_KEY, nonce);
    for (const nonce of [0, 1]) await add(PATIENT_KEY, nonce);
    expect([nonces(PROVIDER), nonces(PATIENT)]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(await codeOf(add(PATIENT_KEY, 2))).toBe('POOL_FULL');
    expect(await codeOf(add(PROVIDER_KEY, 2))).toBe('POOL_FULL');
  });

  it('executes a transaction once, though many send it at once or again after it failed', async () => {
    let calls = 0;
    const call: typeof node.executor.call = (...asked) => {
      calls += 1;
      return node.executor.call(...asked);
    };
    const executor = { ...node.executor, call };
    await pool.close();
    pool = createTxPool({ ...node, executor });
    const [first, second] = await Promise.all([add(PROVIDER_KEY, 0), add(PROVIDER_KEY, 0), add(PROVIDER_KEY, 0)]);
    expect([first, calls]).toEqual([second, 1]);
    for (let i = 0; i < 3; i++) expect(await codeOf(add(PATIENT_KEY, 0, REVERTS))).toBe('TX_REVERTED');
    expect(calls).toBe(2);
    await extend(node, 1);
    expect(await codeOf(add(PATIENT_KEY, 0, REVERTS))).toBe('TX_REVERTED');
    expect(calls).toBe(3);
  });

  it('stops executing for a sender whose transactions keep failing', async () => {
    for (let i = 0; i < 16; i++) expect(await codeOf(add(PATIENT_KEY, 0, REVERTS, { gasLimit: 50_000 + i }))).toBe('TX_REVERTED');
    expect(await codeOf(add(PATIENT_KEY, 0))).toBe('TX_FAILURE_QUOTA');
    await add(PROVIDER_KEY, 0);
    node.clock.advance(11 * 60_000);
    await add(PATIENT_KEY, 0);
  });
});

describe('order and nonces', () => {
  it('is first seen first among senders and without a gap within one', async () => {
    await add(PROVIDER_KEY, 1);
    await add(PATIENT_KEY, 0);
    expect(readyNonces()).toEqual(['patient 0']);
    await add(PROVIDER_KEY, 0);
    await add(PATIENT_KEY, 1);
    expect(readyNonces()).toEqual(['patient 0', 'provider 0', 'provider 1', 'patient 1']);
    expect(await pool.pendingNonce(PROVIDER)).toBe(2n);
  });

  it('may follow a sealer’s policy, without breaking the order of nonces', async () => {
    for (const nonce of [0, 1]) await add(PROVIDER_KEY, nonce);
    for (const nonce of [0, 1, 2]) await add(PATIENT_KEY, nonce);
    const values: Record<string, number> = { 'provider 0': 1, 'provider 1': 9, 'patient 0': 3, 'patient 1': 0, 'patient 2': 3 };
    pool.orderBy({
      valueOf: ({ sender, transaction: { nonce } }) => values[`${sender === PROVIDER ? 'provider' : 'patient'} ${nonce}`] ?? 0,
    });
    expect(readyNonces()).toEqual(['patient 0', 'provider 0', 'provider 1', 'patient 1', 'patient 2']);
    pool.orderBy(undefined);
    expect(readyNonces()[0]).toBe('provider 0');
  });

  it('lets a transaction be replaced only once it fails at the head', async () => {
    const first = await add(PROVIDER_KEY, 0, REVERTS_ONCE_FLAGGED);
    expect(await codeOf(add(PROVIDER_KEY, 0))).toBe('TX_NONCE_TAKEN');
    await extend(node, 1, { transactions: [transaction(PATIENT_KEY, 0)] });
    const second = await add(PROVIDER_KEY, 0);
    expect(pool.get(first)).toBeUndefined();
    expect(pool.ready().map(({ hash }) => hash)).toEqual([second]);
  });

  it('drops what fails on three heads, counting each head once', async () => {
    const hash = await add(PROVIDER_KEY, 0);
    for (let head = 0; head < 3; head++) {
      expect(pool.get(hash)).toBeDefined();
      pool.reportLeftOut(hash, 'TX_QUOTA');
      pool.reportLeftOut(hash, 'TX_REVERTED');
      pool.reportLeftOut(hash, 'TX_REVERTED');
      await extend(node, 1);
    }
    expect(pool.get(hash)).toBeUndefined();
  });
});

describe('a new head', () => {
  it('drops what no sealer takes because it fails, on a node that does not mine too', async () => {
    const failing = await add(PROVIDER_KEY, 0, REVERTS_ONCE_FLAGGED);
    const behind = await add(PROVIDER_KEY, 1);
    const good = await add(PATIENT_KEY, 1);
    await extend(node, 1, { transactions: [transaction(PATIENT_KEY, 0)] });
    for (let heads = 0; heads < 20 && pool.get(failing) !== undefined; heads++) {
      await extend(node, 1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect([failing, behind, good].map((hash) => pool.get(hash) !== undefined)).toEqual([false, true, true]);
    expect(await pool.pendingNonce(PROVIDER)).toBe(0n);
  });

  it('takes out what was mined, at once', async () => {
    await add(PROVIDER_KEY, 0);
    await add(PROVIDER_KEY, 1);
    let seen: string[] = [];
    node.chain.onHead(() => {
      seen = readyNonces();
    });
    await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, 0)] });
    expect(seen).toEqual(['provider 1']);
    expect(await pool.pendingNonce(PROVIDER)).toBe(2n);
  });

  it('brings back what a reorganisation took out of the chain', async () => {
    const other = await openNode();
    const [lost, kept] = [transaction(PROVIDER_KEY, 0), transaction(PATIENT_KEY, 0)];
    await extend(node, 1, { transactions: [lost, kept] });
    await add(PROVIDER_KEY, 1);
    const heavier = [
      ...(await extend(other, 1, { key: OTHER_LAB, transactions: [kept] })),
      ...(await extend(other, 1, { key: OTHER_LAB })),
    ];
    for (const block of heavier) await node.chain.importBlock(block, 'peer');
    expect(readyNonces()).toEqual(['provider 1', 'provider 0'].toReversed());
    const block = await mine(node, { transactions: pool.ready().map((pooled) => pooled.transaction) });
    expect(block.transactions).toHaveLength(2);
    await discardNode(other);
  });

  it('drops what nobody has sealed for too long', async () => {
    const hash = await add(PROVIDER_KEY, 0);
    node.clock.advance(4 * 3_600_000);
    await extend(node, 1);
    expect(pool.get(hash)).toBeUndefined();
  });
});
