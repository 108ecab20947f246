import type { Hex } from '@medrec/shared/bytes';
import { encryptionKeyPairOf } from '@medrec/shared/signing';
import type { HDNodeWallet } from 'ethers';

/** Accounts that the hospital keeps for patients who have no wallet yet: a branch of its own, one address per patient. */
const CUSTODY_BRANCH = "m/44'/60'/1'/0";

/** An address is derived when it is planned and needed again when its consent is signed, soon after. */
const RECENT_ACCOUNTS = 256;

export interface CustodyAccount {
  readonly wallet: HDNodeWallet;
  readonly account: Hex;
  /** X25519, 32 bytes. */
  readonly encryptionKey: Hex;
}

export interface Custody {
  accountAt(index: number): CustodyAccount;
}

/** `seed` is the root of the keystore. The branch is derived once: each account is then one step. */
export function createCustody(seed: HDNodeWallet): Custody {
  const branch = seed.derivePath(CUSTODY_BRANCH);
  const recent = new Map<number, CustodyAccount>();
  return {
    accountAt(index) {
      const known = recent.get(index);
      if (known !== undefined) return known;
      const wallet = branch.deriveChild(index);
      const account = wallet.address.toLowerCase() as Hex;
      const made = { wallet, account, encryptionKey: encryptionKeyPairOf(wallet.privateKey as Hex).publicKey };
      if (recent.size >= RECENT_ACCOUNTS) recent.clear();
      recent.set(index, made);
      return made;
    },
  };
}
