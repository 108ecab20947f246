import { createHmac } from 'node:crypto';
import { bytesToHex, canonicalBytes, concatBytes, type Hex, hexToBytes, keccak, keccakHex } from '@medrec/shared/bytes';

export interface Snapshot {
  readonly epoch: number;
  /** Surrogates of the patients the epoch's releases count. */
  readonly pids: readonly string[];
  /** 32 fresh random bytes; deleting them unlinks the root from everything. */
  readonly salt: Hex;
}

/** keccak256(salt ‖ keccak256(canonical JSON of {epoch, patients})), patients being sorted HMAC-SHA256(salt, pid). 32 bytes. */
export function snapshotRoot({ epoch, pids, salt }: Snapshot): Hex {
  const key = hexToBytes(salt);
  const patients = pids.map((pid) => bytesToHex(createHmac('sha256', key).update(pid).digest())).toSorted();
  return keccakHex(concatBytes(key, keccak(canonicalBytes({ epoch, patients }))));
}
