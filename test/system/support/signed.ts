import type { Hex } from '@medrec/shared/bytes';
import { SigningKey, Transaction } from 'ethers';

export interface LegacyFields {
  /** Left out: unprotected, as before EIP-155. */
  readonly chainId?: number;
  readonly nonce?: number;
  readonly gasLimit?: number;
  readonly gasPrice?: number;
  readonly value?: number;
  /** Left out: a creation. */
  readonly to?: Hex;
  readonly data?: Hex;
}

/** A legacy transaction's RLP, signed by a library that knows none of MedRec's rules. */
export function signLegacy(key: Hex, { chainId = 0, nonce = 0, gasLimit = 1_000_000, gasPrice = 0, ...rest }: LegacyFields): Hex {
  const transaction = Transaction.from({ type: 0, chainId, nonce, gasLimit, gasPrice, ...rest });
  transaction.signature = new SigningKey(key).sign(transaction.unsignedHash);
  return transaction.serialized as Hex;
}
