// Goal: what the record rules forbid does not even enter a node's pool by JSON-RPC, and whoever sent it is told why: each refusal
// carries its rule's code in the error's data. A record transaction without an offer is refused, and so is one in whose offer
// a single byte was changed after it was signed.
//
// Method: one real node on the real contracts; transactions signed by ethers, sent with eth_sendRawTransaction over HTTP.
// Each differs in one thing from one that the node takes, which is sent last.

import type { Hex } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { decodeRevert, encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, devnetSpec, PROVIDER_KEY, STRANGER_KEY } from '../miner/execution/devnet.ts';
import { PROVIDER_GAS } from './support/devnet-gas.ts';
import { type LoneNode, startLoneNode } from './support/lone-node.ts';
import { OFFER_BYTES, setRecordsData, withChangedOffer } from './support/record-transaction.ts';
import { type LegacyFields, signLegacy } from './support/signed.ts';

const spec = await devnetSpec();
const { chainId } = spec.config;
const product = spec.config.medrec.products[0]?.definitionHash ?? '0x';
const NO_PRODUCT: Hex = `0x${'00'.repeat(32)}`;
const RULE_REFUSED = -32003;

const offered = setRecordsData({ product });
const allowed: LegacyFields = { chainId, to: RELATIONSHIPS_ADDRESS, data: offered };

let node: LoneNode;
beforeAll(async () => {
  node = await startLoneNode(spec);
});
afterAll(() => node.stop());

const send = (raw: Hex): Promise<Hex> => node.call<Hex>('eth_sendRawTransaction', [raw]);
const refusalOf = (raw: Hex) => node.refusalOf('eth_sendRawTransaction', [raw]);

interface Fault {
  readonly what: string;
  readonly code: string;
  readonly fields: LegacyFields;
  readonly key?: Hex;
}

const { to: _to, ...creation } = allowed;
const FAULTS: readonly Fault[] = [
  { what: 'priced', code: 'TX_PRICED', fields: { ...allowed, gasPrice: 1 } },
  { what: 'value-carrying', code: 'TX_PRICED', fields: { ...allowed, value: 1 } },
  { what: 'unprotected', code: 'TX_UNPROTECTED', fields: { ...allowed, chainId: 0 } },
  { what: 'sent to a foreign contract', code: 'TX_TARGET', fields: { ...allowed, to: `0x${'99'.repeat(20)}` } },
  { what: 'creating a contract', code: 'TX_TARGET', fields: creation },
  { what: 'by an unregistered sender', code: 'TX_SENDER_UNREGISTERED', fields: allowed, key: STRANGER_KEY },
  { what: 'over its sender’s quota', code: 'TX_QUOTA', fields: { ...allowed, gasLimit: PROVIDER_GAS + 1 } },
  {
    what: 'reverting',
    code: 'TX_REVERTED',
    fields: { ...allowed, data: encodeCall(relationshipsAbi, 'end', [`0x${'77'.repeat(20)}`]) },
  },
  { what: 'for another network', code: 'TX_MALFORMED', fields: { ...allowed, chainId: chainId + 1 } },
];

describe('a transaction sent over JSON-RPC', () => {
  for (const { what, code, fields, key = PROVIDER_KEY } of FAULTS) {
    it(`is refused when it is ${what}: ${code}`, async () => {
      const refusal = await refusalOf(signLegacy(key, fields));
      expect(refusal).toMatchObject({ code: RULE_REFUSED, message: expect.stringContaining(code), data: { code } });
    });
  }
});

describe('a record transaction', () => {
  it.each([
    { what: 'no product', offer: { product: NO_PRODUCT } },
    { what: 'tier 0', offer: { product, tier: 0 } },
  ])('is refused without an offer ($what)', async ({ offer }) => {
    const data = setRecordsData(offer);
    expect((await refusalOf(signLegacy(PROVIDER_KEY, { ...allowed, data }))).data.code).toBe('TX_REVERTED');
    const call = { from: addressOf(PROVIDER_KEY), to: RELATIONSHIPS_ADDRESS, data };
    const { data: revert } = await node.refusalOf('eth_call', [call, 'latest']);
    expect(decodeRevert(revert as unknown as Hex)?.name).toBe('OfferMissing');
  });

  it('is refused when any byte of its signed offer is changed: the signature is then that of nobody registered', async () => {
    const raw = signLegacy(PROVIDER_KEY, allowed);
    const senders = new Set<string>();
    for (let i = 0; i < OFFER_BYTES; i++) {
      const changed = withChangedOffer(raw, offered, i);
      const { data } = await refusalOf(changed);
      expect(data, `byte ${i}`).toMatchObject({ code: 'TX_SENDER_UNREGISTERED' });
      expect(data.facts['sender']).toBe(Transaction.from(changed).from?.toLowerCase());
      senders.add(String(data.facts['sender']));
    }
    expect(senders.size).toBe(OFFER_BYTES);
    expect(senders).not.toContain(addressOf(PROVIDER_KEY));
  });

  it('leaves nothing in the pool until it is right; then it is taken, once', async () => {
    expect(await node.call('txpool_status')).toMatchObject({ pending: '0x0', queued: '0x0' });
    const raw = signLegacy(PROVIDER_KEY, allowed);
    const hash = await send(raw);
    expect(hash).toBe(Transaction.from(raw).hash);
    expect(await send(raw)).toBe(hash);
    expect(await node.call('txpool_status')).toMatchObject({ pending: '0x1', queued: '0x0' });
  });
});
