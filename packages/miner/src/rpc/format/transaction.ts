import { AccessList2930Tx, type TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { TransactionPlace } from '../../chain/index.ts';
import { quantity } from './quantity.ts';

/** A transaction as Ethereum's execution API shows it; block fields are null while it waits in the pool. */
export function formatTransaction(transaction: TypedTransaction, place: TransactionPlace | undefined): Record<string, unknown> {
  const { v, r, s } = transaction;
  return {
    hash: bytesToHex(transaction.hash()),
    type: quantity(transaction.type),
    nonce: quantity(transaction.nonce),
    blockHash: place?.blockHash ?? null,
    blockNumber: place ? quantity(place.blockNumber) : null,
    transactionIndex: place ? quantity(place.index) : null,
    from: transaction.getSenderAddress().toString(),
    to: transaction.to?.toString() ?? null,
    value: quantity(transaction.value),
    gasPrice: '0x0',
    gas: quantity(transaction.gasLimit),
    input: bytesToHex(transaction.data),
    v: quantity(v ?? 0n),
    r: quantity(r ?? 0n),
    s: quantity(s ?? 0n),
    ...(transaction instanceof AccessList2930Tx ? typedFields(transaction) : legacyFields(v)),
  };
}

function typedFields(transaction: AccessList2930Tx): Record<string, unknown> {
  const accessList = transaction.accessList.map(([address, slots]) => ({
    address: bytesToHex(address),
    storageKeys: slots.map(bytesToHex),
  }));
  return { chainId: quantity(transaction.chainId), yParity: quantity(transaction.v ?? 0n), accessList };
}

/** EIP-155: v = 35 + 2 × chain id + parity. */
function legacyFields(v: bigint | undefined): { chainId?: Hex } {
  return v !== undefined && v >= 35n ? { chainId: quantity((v - 35n) / 2n) } : {};
}
