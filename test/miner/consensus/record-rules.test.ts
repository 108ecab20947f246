import { createBlockHeader, type HeaderData } from '@ethereumjs/block';
import { createAccessList2930Tx, createLegacyTx } from '@ethereumjs/tx';
import {
  checkSealerAdmitted,
  checkSealerSigned,
  checkSender,
  checkSucceeded,
  checkTransactionForm,
  createQuotaLedger,
  payersOf,
  type RuleParticipant,
  recoverSealer,
  sealerDigest,
  signSealer,
} from '@medrec/miner/consensus';
import { bytesToHex, concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { PROTOCOL_ADDRESSES, REGISTRAR_ADDRESS, REWARD_RULE_ADDRESS, ROLE } from '@medrec/shared/chain';
import { computeAddress } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCommon } from './test-spec.ts';

const common = testCommon();
const KEY: Hex = `0x${'22'.repeat(32)}`;
const address = computeAddress(KEY).toLowerCase() as Hex;
const GENESIS: Hex = `0x${'ab'.repeat(32)}`;
const plain = { nonce: 0, gasLimit: 100_000, gasPrice: 0, value: 0, to: REGISTRAR_ADDRESS };
const signed = (changes: Partial<typeof plain>) => createLegacyTx({ ...plain, ...changes }, { common }).sign(hexToBytes(KEY));

describe('a transaction’s form', () => {
  it('is free, protected and sent to one of five contracts', () => {
    for (const to of PROTOCOL_ADDRESSES) expect(() => checkTransactionForm(signed({ to }))).not.toThrow();
    const typed = createAccessList2930Tx({ ...plain, chainId: 1337n }, { common }).sign(hexToBytes(KEY));
    expect(() => checkTransactionForm(typed)).not.toThrow();
  });

  it.each([
    ['TX_PRICED', signed({ gasPrice: 1 })],
    ['TX_PRICED', signed({ value: 1 })],
    ['TX_TARGET', signed({ to: REWARD_RULE_ADDRESS })],
    ['TX_TARGET', signed({ to: address })],
    ['TX_TARGET', createLegacyTx({ nonce: 0, gasLimit: 100_000, gasPrice: 0, data: '0x00' }, { common }).sign(hexToBytes(KEY))],
    ['TX_UNPROTECTED', unprotected()],
  ])('%s is refused', (code, transaction) => {
    expect(() => checkTransactionForm(transaction)).toThrowError(expect.objectContaining({ code, verdict: 'penalise' }));
  });
});

/** v of 27 is a signature from before EIP-155: it names no chain. */
function unprotected() {
  return createLegacyTx({ ...plain, v: 27n, r: 1n, s: 1n }, { common });
}

describe('sender and outcome', () => {
  const participant: RuleParticipant = { id: GENESIS, role: ROLE.patient, active: true, sponsor: address };

  it('an inactive or unknown sender is punished in a block and only turned away in the pool', () => {
    expect(checkSender(signed({}), participant, 'block')).toBe(participant);
    for (const sender of [undefined, { ...participant, active: false }]) {
      expect(() => checkSender(signed({}), sender, 'block')).toThrowError(
        expect.objectContaining({ code: 'TX_SENDER_UNREGISTERED', verdict: 'penalise' }),
      );
      expect(() => checkSender(signed({}), sender, 'pool')).toThrowError(expect.objectContaining({ verdict: 'reject' }));
    }
  });

  it('a revert is no block content', () => {
    expect(() => checkSucceeded(GENESIS, 1, 'block')).not.toThrow();
    expect(() => checkSucceeded(GENESIS, 0, 'block')).toThrowError(expect.objectContaining({ code: 'TX_REVERTED', verdict: 'penalise' }));
  });
});

describe('quota', () => {
  const quotas = { providerShare: 0.5, labShare: 0.1, patientShare: 0.2, reservedPatientShare: 0.3 };
  const LIMIT = 1000n;
  const provider = (name: string) => [{ address: `0x${name}` as Hex, role: ROLE.provider }];
  const patientOf = (name: string, sponsor: string) => [{ address: `0x${name}` as Hex, role: ROLE.patient }, ...provider(sponsor)];
  const over = expect.objectContaining({ code: 'TX_QUOTA' });

  it('bounds each role, and counts a patient against the sponsor', () => {
    const ledger = createQuotaLedger(quotas, LIMIT, 'block');
    ledger.charge(patientOf('p1', 'h1'), 200n);
    expect(() => ledger.charge(patientOf('p1', 'h1'), 1n)).toThrowError(over);
    ledger.charge(patientOf('p2', 'h1'), 200n);
    expect(() => ledger.charge(provider('h1'), 501n)).toThrowError(over);
    // Two patients used 400 of 500 + 300: the provider's own 400 still fit, 401 would crowd out the reserve.
    expect(() => ledger.charge(provider('h1'), 401n)).toThrowError(over);
    ledger.charge(provider('h1'), 400n);
    expect(() => ledger.charge(patientOf('p3', 'h1'), 1n)).toThrowError(over);
  });

  it('finds room for a revocation in a block that her provider fills', () => {
    const ledger = createQuotaLedger(quotas, LIMIT, 'block');
    ledger.charge(provider('h1'), 500n);
    ledger.charge(patientOf('p1', 'h1'), 200n);
    ledger.charge(patientOf('p2', 'h1'), 100n);
    expect(() => ledger.charge(patientOf('p3', 'h1'), 1n)).toThrowError(over);
  });

  it('leaves a part of the block to patients', () => {
    const ledger = createQuotaLedger(quotas, LIMIT, 'pool');
    ledger.charge(provider('h1'), 500n);
    ledger.charge(provider('h2'), 200n);
    expect(() => ledger.charge(provider('h3'), 1n)).toThrowError(expect.objectContaining({ code: 'TX_QUOTA', verdict: 'ignore' }));
    ledger.charge(patientOf('p1', 'h3'), 200n);
  });

  it('takes a charge back', () => {
    const ledger = createQuotaLedger(quotas, LIMIT, 'block');
    ledger.charge(provider('h1'), 500n)();
    ledger.charge(provider('h1'), 500n);
  });

  it('never lets institutions over their part, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.bigInt(1n, 400n))), (tries) => {
        const ledger = createQuotaLedger(quotas, LIMIT, 'block');
        let used = 0n;
        for (const [who, gas] of tries) {
          try {
            ledger.charge(provider(`h${who}`), gas);
            used += gas;
          } catch (error) {
            expect(error).toMatchObject({ code: 'TX_QUOTA' });
          }
        }
        expect(used).toBeLessThanOrEqual(700n);
      }),
    );
  });

  it('walks from a delegate over the patient to the provider, and stops at who sponsors itself', async () => {
    const people: Record<string, RuleParticipant> = {
      '0xd': { id: GENESIS, role: ROLE.delegate, active: true, sponsor: '0xp' as Hex },
      '0xp': { id: GENESIS, role: ROLE.patient, active: true, sponsor: '0xh' as Hex },
      '0xh': { id: GENESIS, role: ROLE.provider, active: true, sponsor: '0xh' as Hex },
    };
    const payers = await payersOf('0xd' as Hex, async (who) => people[who]);
    expect(payers.map((payer) => payer.address)).toEqual(['0xd', '0xp', '0xh']);
  });
});

describe('the sealer’s signature', () => {
  const header = (changes: HeaderData = {}) =>
    createBlockHeader({ number: 1, coinbase: address, extraData: new Uint8Array(97), ...changes }, { common });
  const sign = (data: HeaderData = {}, key = KEY) => {
    const signature = signSealer(sealerDigest(header(data), GENESIS), key);
    return header({ ...data, extraData: concatBytes(new Uint8Array(32), signature) });
  };

  it('recovers to the coinbase, before and after the search', () => {
    expect(recoverSealer(sign(), GENESIS)).toBe(address);
    const { extraData } = sign();
    const sealed = header({ extraData, nonce: new Uint8Array(8).fill(7), mixHash: new Uint8Array(32).fill(9) });
    expect(() => checkSealerSigned(sealed, GENESIS)).not.toThrow();
  });

  it('is void on another network, over another header, and by another lab', () => {
    const unsigned = expect.objectContaining({ code: 'SEALER_UNSIGNED', verdict: 'penalise' });
    expect(() => checkSealerSigned(sign(), `0x${'cd'.repeat(32)}`)).toThrowError(unsigned);
    expect(() => checkSealerSigned(header({ extraData: sign().extraData, timestamp: 5 }), GENESIS)).toThrowError(unsigned);
    expect(() => checkSealerSigned(sign({}, `0x${'33'.repeat(32)}`), GENESIS)).toThrowError(unsigned);
    expect(() => checkSealerSigned(header(), GENESIS)).toThrowError(unsigned);
  });

  it('has one form: the mirrored s of the same signature is refused', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const { extraData } = sign();
    const mirrored = extraData.slice();
    const s = order - BigInt(bytesToHex(extraData.subarray(64, 96)));
    mirrored.set(hexToBytes(`0x${s.toString(16).padStart(64, '0')}`), 64);
    mirrored[96] = extraData[96] === 27 ? 28 : 27;
    expect(() => recoverSealer(header({ extraData: mirrored }), GENESIS)).toThrowError(
      expect.objectContaining({ code: 'SEALER_UNSIGNED' }),
    );
  });

  it('is worth nothing without admission', () => {
    const lab = { id: GENESIS, role: ROLE.lab, active: true, sponsor: address };
    expect(() => checkSealerAdmitted(header(), lab)).not.toThrow();
    for (const sealer of [undefined, { ...lab, active: false }, { ...lab, role: ROLE.provider }]) {
      expect(() => checkSealerAdmitted(header(), sealer)).toThrowError(expect.objectContaining({ code: 'SEALER_UNADMITTED' }));
    }
  });
});
