import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

/** TX_TOO_LARGE: checked before the bytes are looked at. */
export function checkSize(raw: Uint8Array, maxBytes: number): void {
  if (raw.length <= maxBytes) return;
  throw new RuleError({
    code: 'TX_TOO_LARGE',
    message: 'The transaction is too large.',
    facts: { bytes: raw.length, maxBytes },
    verdict: 'reject',
    remedy: 'Send it in smaller batches.',
  });
}

/** TX_SIGNATURE: the signature gives a sender (low s, EIP-2). Lower-case address. */
export function senderOf(transaction: TypedTransaction): Hex {
  try {
    return bytesToHex(transaction.getSenderAddress().bytes);
  } catch (cause) {
    throw new RuleError({
      code: 'TX_SIGNATURE',
      message: 'The transaction’s signature is not valid.',
      cause,
      verdict: 'penalise',
      remedy: 'Sign it again.',
    });
  }
}
