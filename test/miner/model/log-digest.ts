import type { LogEntry } from '@medrec/miner/execution';
import { type Hex, keccakHex } from '@medrec/shared/bytes';

/** One number for all logs of a block, by transaction, the system's last. */
export function logDigest(receipts: readonly { readonly logs: readonly LogEntry[] }[], systemLogs: readonly LogEntry[]): Hex {
  const all = [...receipts.map(({ logs }) => logs), systemLogs].map((logs) =>
    logs.map(({ address, topics, data }) => [address.toLowerCase(), topics, data]),
  );
  return keccakHex(new TextEncoder().encode(JSON.stringify(all)));
}
