import type { Common } from '@ethereumjs/common';
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

const REASON_CHARACTERS = 160;

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

/** TX_MALFORMED: a legacy or EIP-2930 transaction of this chain, and nothing behind it. */
export function decodeTransaction(raw: Uint8Array, common: Common): TypedTransaction {
  try {
    return createTxFromRLP(raw, { common });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, REASON_CHARACTERS) : 'unknown';
    throw new RuleError({
      code: 'TX_MALFORMED',
      message: 'The bytes are no transaction of this chain.',
      facts: { bytes: raw.length, reason },
      cause,
      verdict: 'penalise',
      remedy: 'Send a legacy (EIP-155) or EIP-2930 transaction with this network’s chain id.',
    });
  }
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
