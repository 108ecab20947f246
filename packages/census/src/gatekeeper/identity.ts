import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { ACCOUNT_PATH, type EncryptionKeyPair, encryptionKeyPairOf, readKeystore } from '@medrec/shared/signing';
import type { HDNodeWallet } from 'ethers';

/** The hospital's keys, all from one seed. */
export interface HospitalIdentity {
  /** Root of the seed: the vault's key and the custody branch come from it. */
  readonly seed: HDNodeWallet;
  /** The provider's account on the chain. */
  readonly wallet: HDNodeWallet;
  readonly account: Hex;
  readonly encryption: EncryptionKeyPair;
  /** AES-256 key of the release store, 32 bytes. */
  readonly releaseKey: Uint8Array;
}

export const KEYSTORE_FILE = 'keystore.json';

/** @throws MedrecError `KEYSTORE_MISSING`, `KEYSTORE_LOCKED`, `KEYSTORE_INVALID`. */
export async function readIdentity(dir: string, passphrase?: string): Promise<HospitalIdentity> {
  return identityOf(await readKeystore(join(dir, KEYSTORE_FILE), passphrase));
}

export function identityOf(seed: HDNodeWallet): HospitalIdentity {
  const wallet = seed.derivePath(ACCOUNT_PATH);
  const releaseKey = hkdfSync('sha256', hexToBytes(seed.privateKey), new Uint8Array(0), 'medrec/releases/1', 32);
  return {
    seed,
    wallet,
    account: wallet.address.toLowerCase() as Hex,
    encryption: encryptionKeyPairOf(wallet.privateKey as Hex),
    releaseKey: new Uint8Array(releaseKey),
  };
}
