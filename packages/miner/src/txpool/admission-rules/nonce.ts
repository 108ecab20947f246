import { RuleError } from '@medrec/shared/errors';

/**
 * TX_NONCE_LOW: already used at the head; an honest peer may be a block behind.
 * TX_NONCE_GAP: so far ahead that its predecessors would not fit into the pool.
 */
export function checkNonce(nonce: bigint, accountNonce: bigint, maxAhead: number): void {
  if (nonce < accountNonce) {
    throw new RuleError({
      code: 'TX_NONCE_LOW',
      message: 'The transaction’s nonce is already used.',
      facts: { nonce, accountNonce },
      verdict: 'ignore',
      remedy: 'Use the nonce that eth_getTransactionCount gives for "pending".',
    });
  }
  if (nonce - accountNonce < BigInt(maxAhead)) return;
  throw new RuleError({
    code: 'TX_NONCE_GAP',
    message: 'The transaction’s nonce is too far ahead.',
    facts: { nonce, accountNonce, maxAhead },
    verdict: 'ignore',
    remedy: 'Send the transactions with the nonces between first.',
  });
}
