import { z } from 'zod';
import { type Hex, isHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { CheckpointMessage } from './checkpoint.ts';

/** Seats whose signatures one message may carry: no network of hospitals has more. */
export const MAX_CHECKPOINT_SIGNATURES = 1024;

const SIGNATURE_BYTES = 65;
/** Room for the fields and for each signature in hexadecimal with its quotes. */
export const MAX_CHECKPOINT_BYTES: number = 512 + MAX_CHECKPOINT_SIGNATURES * (2 * SIGNATURE_BYTES + 5);

/** One signature is a vote; those of more than two thirds of the seats are a certificate. */
export interface SignedCheckpoint extends CheckpointMessage {
  /** r ‖ s ‖ v, 65 bytes each, of different seats. */
  readonly signatures: readonly Hex[];
}

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');

/** As it stands in JSON: on the wire, in RPC and on disk. */
export const signedCheckpoint = z.strictObject({
  number: z
    .string()
    .regex(/^[1-9]\d{0,18}$/)
    .transform(BigInt),
  blockHash: bytes32,
  base: bytes32,
  signatures: z
    .array(z.custom<Hex>((value) => isHex(value, SIGNATURE_BYTES), '65 bytes as 0x-prefixed hexadecimal'))
    .min(1)
    .max(MAX_CHECKPOINT_SIGNATURES),
});

export function encodeCheckpoint({ number, blockHash, base, signatures }: SignedCheckpoint): z.input<typeof signedCheckpoint> {
  return { number: number.toString(), blockHash, base, signatures: [...signatures] };
}

/** Hexadecimal comes out in lower case, so that equal hashes are equal text. @throws MedrecError `CHECKPOINT_MALFORMED` */
export function decodeCheckpoint(value: unknown): SignedCheckpoint {
  const parsed = signedCheckpoint.safeParse(value);
  if (!parsed.success) {
    throw new MedrecError({
      code: 'CHECKPOINT_MALFORMED',
      message: 'The value is no signed checkpoint.',
      facts: { field: parsed.error.issues[0]?.path.join('.'), expected: parsed.error.issues[0]?.message },
    });
  }
  const { number, blockHash, base, signatures } = parsed.data;
  return { number, blockHash: lower(blockHash), base: lower(base), signatures: signatures.map(lower) };
}

function lower(hex: Hex): Hex {
  return hex.toLowerCase() as Hex;
}
