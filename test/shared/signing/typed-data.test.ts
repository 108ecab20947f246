import {
  CLAIM_TYPES,
  CONSENT_TYPES,
  CUSTODIAN_APPROVAL_TYPES,
  medrecDomain,
  REQUEST_TYPES,
  ROTATION_CONSENT_TYPES,
} from '@medrec/shared/signing';
import { TypedDataEncoder, Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';

// What would be lost: agreement of wallets, gatekeepers and contracts on what a signature means.

const word = (byte: string) => `0x${byte.repeat(32)}` as const;
const domain = medrecDomain(1n, word('aa'));

describe('typed data', () => {
  it('spells each type as the contracts do', () => {
    const spelled = [CONSENT_TYPES, ROTATION_CONSENT_TYPES, CUSTODIAN_APPROVAL_TYPES, CLAIM_TYPES, REQUEST_TYPES].map((types) =>
      TypedDataEncoder.from(types).encodeType(Object.keys(types)[0] ?? ''),
    );
    expect(spelled).toEqual([
      'Consent(address account,address sponsor,uint8 role,bytes32 commitment,bytes32 encryptionKey,bool acceptRelationship,uint64 deadline)',
      'RotationConsent(bytes32 id,address newAccount,bytes32 newEncryptionKey,uint64 deadline)',
      'CustodianApproval(bytes32 id,address newAccount,uint64 deadline)',
      'Claim(address lab,bytes32 provider,bytes32 product,uint64 epoch,uint8 tier,uint64 deadline,bytes32 nonce)',
      'Request(address signer,bytes32 provider,string action,bytes32 bodyHash,uint64 deadline,bytes32 nonce)',
    ]);
  });

  it('is worth nothing on another chain or after another genesis', async () => {
    const message = { id: word('01'), newAccount: `0x${'02'.repeat(20)}`, deadline: 9n };
    const wallet = new Wallet(word('03'));
    const signatures = await Promise.all(
      [domain, medrecDomain(2n, word('aa')), medrecDomain(1n, word('ab'))].map((on) =>
        wallet.signTypedData(on, CUSTODIAN_APPROVAL_TYPES, message),
      ),
    );
    expect(new Set(signatures).size).toBe(3);
  });
});
