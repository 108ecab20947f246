import { join } from 'node:path';
import { type Hex, isAddress } from '@medrec/shared/bytes';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  MAX_CHECKPOINT_BYTES,
  MAX_CHECKPOINT_SIGNATURES,
  type SignedCheckpoint,
  signedCheckpoint,
} from '@medrec/shared/checkpoints';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import { openRecordLog } from '../store/index.ts';
import type { CheckpointConflict } from './types.ts';

const accounts = z.array(z.custom<Hex>((value) => isAddress(value), 'an address')).max(MAX_CHECKPOINT_SIGNATURES);
const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/);

const entry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('certificate'), certificate: signedCheckpoint }),
  z.strictObject({ kind: z.literal('seats'), blockHash: bytes32, seats: accounts }),
  z.strictObject({ kind: z.literal('conflict'), first: signedCheckpoint, second: signedCheckpoint }),
]);

/** What a restart must know again: certificates, the seats in certified blocks' states, a conflict. */
export interface CertificateLog {
  readonly certificates: readonly SignedCheckpoint[];
  readonly seats: ReadonlyMap<Hex, readonly Hex[]>;
  readonly conflict: CheckpointConflict | undefined;
  addCertificate(certificate: SignedCheckpoint): Promise<void>;
  addSeats(blockHash: Hex, seats: readonly Hex[]): Promise<void>;
  addConflict(conflict: CheckpointConflict): Promise<void>;
  close(): Promise<void>;
}

/** Ten years of a certificate every seven minutes by a dozen hospitals stay below it. */
const MAX_LOG_BYTES = 2 ** 31;

/** On disk before any of its promises resolves. @throws MedrecError `LOG_UNREADABLE`, `LOG_WRITE_FAILED` */
export async function openCertificateLog(dir: string, log: Logger): Promise<CertificateLog> {
  const path = join(dir, 'checkpoints.log');
  const file = await openRecordLog({ path, maxRecordBytes: 4 * MAX_CHECKPOINT_BYTES, maxBytes: MAX_LOG_BYTES, sync: true });
  if (file.lostBytes > 0) log.warn({ path, bytes: file.lostBytes }, 'the end of the certificates’ file was damaged; peers have them');
  const certificates: SignedCheckpoint[] = [];
  const seats = new Map<Hex, readonly Hex[]>();
  let conflict: CheckpointConflict | undefined;
  for (const bytes of file.takeFound()) {
    const read: z.input<typeof entry> = JSON.parse(new TextDecoder().decode(bytes));
    if (!entry.safeParse(read).success) log.warn({ path }, 'an entry of the certificates’ file has another version’s form');
    else if (read.kind === 'certificate') certificates.push(decodeCheckpoint(read.certificate));
    else if (read.kind === 'seats') seats.set(read.blockHash as Hex, read.seats);
    else conflict = { first: decodeCheckpoint(read.first), second: decodeCheckpoint(read.second) };
  }
  const append = (value: z.input<typeof entry>): Promise<void> => file.append(new TextEncoder().encode(JSON.stringify(value)));
  return {
    certificates,
    seats,
    conflict,
    addCertificate: (certificate) => append({ kind: 'certificate', certificate: encodeCheckpoint(certificate) }),
    addSeats: (blockHash, present) => append({ kind: 'seats', blockHash, seats: [...present] }),
    addConflict: ({ first, second }) => append({ kind: 'conflict', first: encodeCheckpoint(first), second: encodeCheckpoint(second) }),
    close: file.close,
  };
}
