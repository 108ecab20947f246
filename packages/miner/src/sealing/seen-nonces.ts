import { bytesToHex } from '@medrec/shared/bytes';

/** Solutions that came before: the same one twice is a mistake or a fraud on the count of shares. */
export interface SeenNonces {
  /** False when it is known already. */
  add(sealHash: Uint8Array, nonce: Uint8Array): boolean;
  forget(sealHash: Uint8Array, nonce: Uint8Array): void;
}

const MAX_REMEMBERED = 65_536;

export function createSeenNonces(): SeenNonces {
  const seen = new Set<string>();
  const keyOf = (sealHash: Uint8Array, nonce: Uint8Array): string => bytesToHex(sealHash) + bytesToHex(nonce);
  return {
    add(sealHash, nonce) {
      const key = keyOf(sealHash, nonce);
      if (seen.has(key)) return false;
      seen.add(key);
      const [oldest] = seen;
      if (seen.size > MAX_REMEMBERED && oldest !== undefined) seen.delete(oldest);
      return true;
    },
    forget: (sealHash, nonce) => void seen.delete(keyOf(sealHash, nonce)),
  };
}
