import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { createCommon } from '@medrec/miner/consensus';
import { createOfferOrder, type PooledTransaction } from '@medrec/miner/txpool';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, PERMISSIONS_ADDRESS, RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, decodeCall, encodeCall, permissionsAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { expect, it } from 'vitest';
import { PATIENT, PATIENT_KEY, PROVIDER, PROVIDER_KEY, spec } from '../chain/devnet-fixture.ts';

// What would be lost: a lab that seals for pay must never let care wait for it.

const common = createCommon(spec);
const product: Hex = `0x${'c1'.repeat(32)}`;
const ID: Hex = `0x${'a1'.repeat(32)}`;

function sent(key: Hex, nonce: number, to: Hex, data: Hex): TypedTransaction {
  return createLegacyTx({ nonce, gasPrice: 0, gasLimit: 100_000, to, value: 0, data }, { common }).sign(hexToBytes(key));
}

function pooled(sender: Hex, transaction: TypedTransaction, addedMs = 0): PooledTransaction & { addedMs: number } {
  return { sender, transaction, hash: bytesToHex(transaction.hash()), addedMs };
}

const records = (nonce: number, epoch: bigint, addedMs = 0) =>
  pooled(
    PROVIDER,
    sent(PROVIDER_KEY, nonce, RELATIONSHIPS_ADDRESS, encodeCall(relationshipsAbi, 'setRecords', [{ product, epoch, tier: 1 }, '0x'])),
    addedMs,
  );

it('care first, then offers that the lab does not own, then the rest; after a minute all alike', async () => {
  const waiting = [records(0, 7n), records(1, 8n)];
  let onHead: () => void = () => undefined;
  let onAdded: (transaction: PooledTransaction) => void = () => undefined;
  let now = 0;
  const asked: bigint[] = [];
  const order = createOfferOrder({
    chain: {
      head: () => ({ hash: ID, header: { stateRoot: new Uint8Array(32) } }) as never,
      onHead(listener) {
        onHead = listener as never;
        return () => undefined;
      },
      async call(_, { to, data }) {
        const [lab, , tier] = decodeCall(censusAbi, 'mayClaim', data as Hex) as readonly [Hex, Hex, number];
        expect([to, lab, tier]).toEqual([CENSUS_ADDRESS, ID, 1]);
        asked.push(BigInt(asked.length));
        // The first release asked about is owned.
        return { reverted: false, gasUsed: 0n, returnData: new Uint8Array(32).fill(asked.length === 1 ? 1 : 0, 31) };
      },
    },
    executor: { participantAt: async () => ({ id: ID, role: 1, active: true, sponsor: PROVIDER }) },
    pool: {
      all: () => waiting,
      onAdded(listener) {
        onAdded = listener;
        return () => undefined;
      },
    },
    lab: PATIENT,
    nowMs: () => now,
  });
  const revoke = encodeCall(permissionsAbi, 'revoke', [PATIENT, product]);
  const care = pooled(PATIENT, sent(PATIENT_KEY, 0, PERMISSIONS_ADDRESS, revoke));
  const [owned, wanted] = waiting as [(typeof waiting)[0], (typeof waiting)[0]];
  expect(order.valueOf(owned)).toBe(1); // not looked up yet: worth trying
  onAdded(owned);
  await expect.poll(() => order.valueOf(owned)).toBe(0);
  onAdded(wanted);
  await expect.poll(() => asked.length).toBe(2);
  expect(order.valueOf(wanted)).toBe(1);
  expect(order.valueOf(care)).toBe(Number.POSITIVE_INFINITY);
  expect(order.valueOf(pooled(PROVIDER, sent(PROVIDER_KEY, 3, RELATIONSHIPS_ADDRESS, '0x12345678')))).toBe(Number.POSITIVE_INFINITY);
  onHead();
  await expect.poll(() => asked.length).toBe(4);
  expect(order.valueOf(owned)).toBe(1); // this head knows of no entitlement
  now = 60_001;
  expect(order.valueOf(owned)).toBe(Number.POSITIVE_INFINITY);
  order.stop();
});
