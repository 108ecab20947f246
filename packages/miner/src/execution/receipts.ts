import type { Log } from '@ethereumjs/evm';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, concatBytes, hexToBytes } from '@medrec/shared/bytes';
import { indexedRoot } from './trie/index.ts';
import type { LogEntry, Receipt } from './types.ts';

const BLOOM_BYTES = 256;

export function logsOf(logs: readonly Log[] | undefined): readonly LogEntry[] {
  return (logs ?? []).map(([address, topics, data]) => ({
    address: bytesToHex(address),
    topics: topics.map(bytesToHex),
    data: bytesToHex(data),
  }));
}

/** Consensus form (EIP-658 status, before Byzantium the state root; EIP-2718 type byte before all but legacy). */
function encodeReceipt(receipt: Receipt): Uint8Array {
  const logs = receipt.logs.map((log) => [hexToBytes(log.address), log.topics.map(hexToBytes), hexToBytes(log.data)]);
  const encoded = RLP.encode([receipt.stateRoot ?? receipt.status, receipt.cumulativeGasUsed, receipt.bloom, logs]);
  return receipt.txType === 0 ? encoded : concatBytes(Uint8Array.of(receipt.txType), encoded);
}

export function receiptsRootOf(receipts: readonly Receipt[]): Uint8Array {
  return indexedRoot(receipts.map(encodeReceipt));
}

/** The union of the receipts' blooms. */
export function bloomOf(receipts: readonly Receipt[]): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES);
  for (const receipt of receipts) {
    for (let i = 0; i < BLOOM_BYTES; i++) bloom[i] = (bloom[i] as number) | (receipt.bloom[i] as number);
  }
  return bloom;
}
