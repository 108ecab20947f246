import { hkdfSync } from 'node:crypto';
import type { HDNodeWallet } from 'ethers';
import { bytesToHex, type Hex, hexToBytes } from '../bytes/index.ts';
import { type EncryptionKeyPair, encryptionKeyPairOf } from '../signing/index.ts';

// BIP-44 paths under Ethereum's coin type. The hospital's custody branch is 1' (docs/protocol.md).
const RELATIONSHIP_BRANCH = "m/44'/60'/0'/0";
const VIEWER_PATH = "m/44'/60'/2'/0/0";

/** The account of one relationship; no two relationships share one, so nobody but the seed's holder can join them. */
export function relationshipAccount(seed: HDNodeWallet, index: number): HDNodeWallet {
  return seed.derivePath(`${RELATIONSHIP_BRANCH}/${index}`);
}

/** The account with which this wallet reads other people's records. */
export function viewerAccount(seed: HDNodeWallet): HDNodeWallet {
  return seed.derivePath(VIEWER_PATH);
}

/** Lower case, as the contracts' answers are decoded. */
export function addressOf(account: HDNodeWallet): Hex {
  return account.address.toLowerCase() as Hex;
}

export function encryptionKeys(account: HDNodeWallet): EncryptionKeyPair {
  return encryptionKeyPairOf(account.privateKey as Hex);
}

/** Becomes the participant's id: 32 bytes that nobody can guess, and that the seed alone gives back. */
export function participantCommitment(account: HDNodeWallet): Hex {
  const secret = hexToBytes(account.privateKey);
  return bytesToHex(new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), 'medrec/participant-commitment/1', 32)));
}
