import { createBlock } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { createLegacyTx } from '@ethereumjs/tx';
import { decodeBlock, decodeTransaction } from '@medrec/miner/consensus';
import { bytesToHex, concatBytes, hexToBytes } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCommon } from './test-spec.ts';

// A block's hash is taken over its fields. If two byte strings were one block, caches, bans and copies would disagree about it.

const common = testCommon();
const transaction = createLegacyTx({ nonce: 3, gasLimit: 21_000, gasPrice: 1, to: `0x${'11'.repeat(20)}`, value: 5 }, { common }).sign(
  hexToBytes(`0x${'22'.repeat(32)}`),
);
const block = createBlock({ header: { number: 7, difficulty: 1024, timestamp: 300, gasLimit: 9_000_000 } }, { common });
const malformed = (code: string) => expect.objectContaining({ code, verdict: 'penalise' });

describe('decoding', () => {
  it('gives back what was encoded', () => {
    expect(bytesToHex(decodeBlock(block.serialize(), common).hash())).toBe(bytesToHex(block.hash()));
    expect(bytesToHex(decodeTransaction(transaction.serialize(), common).hash())).toBe(bytesToHex(transaction.hash()));
  });

  it('refuses a second form: leading zeros, bytes behind it, more fields', () => {
    const [header, transactions, ommers] = RLP.decode(block.serialize()) as [Uint8Array[], Uint8Array[], Uint8Array[]];
    const changed = (index: number, value: Uint8Array) => RLP.encode([header.with(index, value), transactions, ommers]);
    const forms = [
      changed(8, Uint8Array.of(0, 7)),
      changed(11, Uint8Array.of(0, 1, 44)),
      concatBytes(block.serialize(), Uint8Array.of(0)),
      RLP.encode([header, transactions, ommers, []]),
      RLP.encode([header]),
      new Uint8Array(0),
    ];
    for (const form of forms) expect(() => decodeBlock(form, common)).toThrowError(malformed('BLOCK_MALFORMED'));
    const fields = transaction.raw().slice() as Uint8Array[];
    for (const form of [RLP.encode(fields.with(0, Uint8Array.of(0, 3))), RLP.encode([...fields, new Uint8Array(0)]), new Uint8Array(0)])
      expect(() => decodeTransaction(form, common)).toThrowError(malformed('TX_MALFORMED'));
  });

  it('throws nothing but its own error, and takes no other bytes for the same block', () => {
    const good = [block.serialize(), transaction.serialize()];
    fc.assert(
      fc.property(fc.nat(1), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), (which, changes) => {
        const original = good[which] as Uint8Array;
        const bytes = original.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const decode = which === 0 ? decodeBlock : decodeTransaction;
        let hash: string;
        try {
          hash = bytesToHex(decode(bytes, common).hash());
        } catch (error) {
          expect(error).toEqual(malformed(which === 0 ? 'BLOCK_MALFORMED' : 'TX_MALFORMED'));
          return;
        }
        const isSame = bytesToHex(bytes) === bytesToHex(original);
        expect(hash === bytesToHex(decode(original, common).hash())).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
  });
});
