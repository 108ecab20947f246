import { type Hex, isHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');

const receipt = z.strictObject({
  version: z.literal(1),
  releaseKey: bytes32,
  providerId: bytes32,
  labId: bytes32,
  productId: z.string(),
  title: z.string(),
  epoch: z.int().nonnegative(),
  tier: z.int().nonnegative(),
  manifestHash: bytes32,
  /** ISO 8601, UTC. */
  filedAt: z.string(),
  /** Number of the block at whose state it was verified. */
  verifiedAtBlock: z.int().nonnegative(),
  checks: z.array(z.strictObject({ check: z.string(), title: z.string(), passed: z.boolean(), detail: z.string().optional() })),
});

/** What a lab knows of a release it filed. */
export type LibraryReceipt = z.infer<typeof receipt>;

/** @throws MedrecError `LIBRARY_DAMAGED` naming the folder. */
export function parseReceipt(text: string, path: string): LibraryReceipt {
  const parsed = receipt.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data;
  throw new MedrecError({
    code: 'LIBRARY_DAMAGED',
    message: 'A release’s receipt cannot be read.',
    facts: { path },
    remedy: 'Move the folder away; the release is claimed again by itself.',
  });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it with a readable error
  }
}
