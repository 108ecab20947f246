import { type Block, createBlockFromRLP } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx';
import { equalBytes } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

const REASON_CHARACTERS = 160;
const REMEDY = 'Check the network: its chain id goes into every signature, and its transactions are legacy (EIP-155) or EIP-2930.';

/**
 * BLOCK_MALFORMED: a block in its one form under this chain's rules, and nothing behind it. The hash is taken over the
 * fields, so a second form (a leading zero, a longer length) would be another block's bytes under the same hash.
 */
export function decodeBlock(rlp: Uint8Array, common: Common): Block {
  const block = decode('BLOCK_MALFORMED', 'The bytes are no block of this chain.', rlp, () =>
    createBlockFromRLP(rlp, { common, setHardfork: true }),
  );
  if (equalBytes(block.serialize(), rlp)) return block;
  throw malformed('BLOCK_MALFORMED', 'The bytes are no block of this chain.', rlp, 'not its canonical encoding');
}

/** TX_MALFORMED: a transaction of a type that the rules in force know, in its one form, and nothing behind it. */
export function decodeTransaction(raw: Uint8Array, common: Common): TypedTransaction {
  const transaction = decode('TX_MALFORMED', 'The bytes are no transaction of this chain.', raw, () => createTxFromRLP(raw, { common }));
  if (equalBytes(transaction.serialize(), raw)) return transaction;
  throw malformed('TX_MALFORMED', 'The bytes are no transaction of this chain.', raw, 'not its canonical encoding');
}

function decode<T>(code: string, message: string, bytes: Uint8Array, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw malformed(code, message, bytes, cause instanceof Error ? cause.message.slice(0, REASON_CHARACTERS) : 'unknown', cause);
  }
}

function malformed(code: string, message: string, bytes: Uint8Array, reason: string, cause?: unknown): RuleError {
  return new RuleError({ code, verdict: 'penalise', message, facts: { bytes: bytes.length, reason }, cause, remedy: REMEDY });
}
