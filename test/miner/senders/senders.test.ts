import { createBlockFromRLP } from '@ethereumjs/block';
import { createLegacyTx, createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx';
import { createRecoveryThread, createSenders, type Senders } from '@medrec/miner/senders';
import { bytesToHex } from '@medrec/shared/bytes';
import { afterEach, expect, it } from 'vitest';
import {
  common,
  discardNode,
  extend,
  openNode,
  PATIENT,
  PATIENT_KEY,
  PROVIDER,
  PROVIDER_KEY,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: who a transaction is from decides everything; a key remembered or mixed up wrongly would let one sender
// speak for another, and a dead thread must not stop the chain.

const open: Senders[] = [];
afterEach(() => Promise.all(open.splice(0).map((senders) => senders.close())));

function openSenders(...options: Parameters<typeof createSenders>): Senders {
  const senders = createSenders(...options);
  open.push(senders);
  return senders;
}

/** As it comes from a peer: it knows nothing of its sender yet. */
const fresh = (sent: TypedTransaction): TypedTransaction => createTxFromRLP(sent.serialize(), { common });
const many = (count: number): TypedTransaction[] =>
  Array.from({ length: count }, (_, nonce) => fresh(transaction(nonce % 3 === 0 ? PATIENT_KEY : PROVIDER_KEY, nonce)));
const addressesOf = (transactions: readonly TypedTransaction[]) => transactions.map((sent) => bytesToHex(sent.getSenderAddress().bytes));

it('finds each sender, in batches, one by one, and twice at once', async () => {
  const senders = openSenders();
  const transactions = many(600);
  const expected = transactions.map((_, nonce) => (nonce % 3 === 0 ? PATIENT : PROVIDER));
  await Promise.all([senders.prepare(transactions), senders.prepare(transactions.slice(0, 100)), senders.prepare(transactions.slice(-1))]);
  expect(transactions.every(({ cache }) => cache.senderPubKey?.length === 64)).toBe(true);
  expect(addressesOf(transactions)).toEqual(expected);
});

it('remembers them by hash: the block’s own copies cost nothing', async () => {
  const asked: number[] = [];
  const thread = createRecoveryThread();
  const recover: typeof thread.recover = (signatures) => {
    asked.push(signatures.length / 97);
    return thread.recover(signatures);
  };
  const senders = openSenders({ thread: { ...thread, recover } });
  const transactions = many(8);
  await senders.prepare(transactions);
  const copies = transactions.map(fresh);
  await senders.prepare(copies);
  expect(asked).toEqual([8]);
  expect(addressesOf(copies)).toEqual(addressesOf(transactions));
});

it('leaves a signature that is nobody’s, or has a high s, to the rules', async () => {
  const senders = openSenders();
  const [good] = many(1) as [TypedTransaction];
  const { nonce, gasLimit, value, data, v = 0n, r = 0n, s = 0n } = good;
  const to = good.to?.bytes ?? new Uint8Array();
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const fields = { nonce, gasPrice: 0, gasLimit, to, value, data, v, r, s };
  const high = createLegacyTx({ ...fields, s: order - s, v: v % 2n === 0n ? v - 1n : v + 1n }, { common });
  const nobody = createLegacyTx({ ...fields, r: 5n, s: 1n }, { common });
  const batch = [...many(6), high, nobody];
  await senders.prepare(batch);
  expect(addressesOf(batch.slice(0, 6))).toHaveLength(6);
  expect(() => high.getSenderAddress()).toThrow();
  const again = createTxFromRLP(high.serialize(), { common });
  await senders.prepare([again]);
  expect(() => again.getSenderAddress()).toThrow();
});

it('goes on without its thread', async () => {
  const senders = openSenders({ thread: createRecoveryThread(new URL('./no-such-worker.js', import.meta.url)) });
  const transactions = many(9);
  await senders.prepare(transactions);
  expect(addressesOf(transactions)).toEqual(addressesOf(many(9)));
});

it('blocks come in with it as without it', async () => {
  const author = await openNode();
  const node = await openNode({ senders: openSenders() });
  const transactions = Array.from({ length: 6 }, (_, nonce) => transaction(PROVIDER_KEY, nonce));
  const blocks = [
    ...(await extend(author, 1, { transactions: transactions.slice(0, 5) })),
    ...(await extend(author, 1, { transactions: transactions.slice(5) })),
  ];
  const copies = blocks.map((block) => createBlockFromRLP(block.serialize(), { common }));
  await node.chain.prepareSenders(copies);
  for (const block of copies) await node.chain.importBlock(block, 'peer');
  expect(node.chain.head().hash).toBe(author.chain.head().hash);
  await Promise.all([discardNode(author), discardNode(node)]);
});
