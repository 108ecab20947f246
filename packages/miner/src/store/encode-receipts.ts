import { type NestedUint8Array, RLP } from '@ethereumjs/rlp';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import type { LogEntry, Receipt } from '../execution/index.ts';
import { storeDamaged } from './checked-value.ts';
import type { StoredReceipts } from './types.ts';

/** RLP of `[receipts, system logs]`; a receipt is `[status, cumulative gas, gas, bloom, logs, type]`. Our own layout, not the trie's. */
export function encodeReceipts({ receipts, systemLogs }: StoredReceipts): Uint8Array {
  return RLP.encode([
    receipts.map((receipt) => [
      receipt.status,
      receipt.cumulativeGasUsed,
      receipt.gasUsed,
      receipt.bloom,
      receipt.logs.map(encodeLog),
      receipt.txType,
    ]),
    systemLogs.map(encodeLog),
  ]);
}

/** @throws MedrecError `STORE_DAMAGED` when the layout is another one. */
export function decodeReceipts(bytes: Uint8Array): StoredReceipts {
  const [receipts, systemLogs] = list(RLP.decode(bytes));
  return { receipts: list(receipts).map(decodeReceipt), systemLogs: list(systemLogs).map(decodeLog) };
}

function encodeLog(log: LogEntry): [Uint8Array, Uint8Array[], Uint8Array] {
  return [hexToBytes(log.address), log.topics.map(hexToBytes), hexToBytes(log.data)];
}

function decodeReceipt(item: NestedItem): Receipt {
  const [status, cumulativeGasUsed, gasUsed, bloom, logs, txType] = list(item);
  return {
    status: number(status) === 1n ? 1 : 0,
    cumulativeGasUsed: number(cumulativeGasUsed),
    gasUsed: number(gasUsed),
    bloom: bytes(bloom),
    logs: list(logs).map(decodeLog),
    txType: Number(number(txType)),
  };
}

function decodeLog(item: NestedItem): LogEntry {
  const [address, topics, data] = list(item);
  return {
    address: bytesToHex(bytes(address)),
    topics: list(topics).map((topic) => bytesToHex(bytes(topic))),
    data: bytesToHex(bytes(data)),
  };
}

type NestedItem = Uint8Array | NestedUint8Array | undefined;

function list(item: NestedItem): NestedUint8Array {
  if (!Array.isArray(item)) throw storeDamaged('a receipt list');
  return item;
}

function bytes(item: NestedItem): Uint8Array {
  if (!(item instanceof Uint8Array)) throw storeDamaged('a receipt field');
  return item;
}

function number(item: NestedItem): bigint {
  return BigInt(`0x0${Buffer.from(bytes(item)).toString('hex')}`);
}
