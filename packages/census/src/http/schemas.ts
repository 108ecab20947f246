import { type Hex, isAddress, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';

const lowerCase = (value: string): Hex => value.toLowerCase() as Hex;

/** Decoded to lower case: one spelling inside, whatever checksum came in. */
export const address = z.custom<Hex>(isAddress, 'an address').transform(lowerCase);
export const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes').transform(lowerCase);
const signature = z.custom<Hex>((value) => isHex(value, 65), '65 bytes');
const decimal64 = z
  .string()
  .regex(/^(0|[1-9]\d{0,19})$/)
  .transform(BigInt)
  .refine((value) => value < 1n << 64n);

const request = z.strictObject({
  signer: address,
  provider: bytes32,
  action: z.string().max(64),
  bodyHash: bytes32,
  deadline: decimal64,
  nonce: bytes32,
});

/** The envelope alone; the body stays as it came, since its canonical JSON is what was signed. */
export const envelope = z.strictObject({ request, signature, body: z.unknown() });

export const readBody = z.strictObject({
  relationship: address,
  grant: z
    .strictObject({
      scope: z.strictObject({
        resources: z
          .array(z.string().regex(/^(\*|[A-Z][A-Za-z]{1,63})$/))
          .min(1)
          .max(64),
      }),
      salt: bytes32,
    })
    .optional(),
});

export const relationshipBody = z.strictObject({ relationship: address });
export const revokeBody = z.strictObject({ relationship: address, commitment: bytes32 });

export const claimBody = z.strictObject({
  claim: z.strictObject({
    lab: address,
    provider: bytes32,
    product: bytes32,
    epoch: decimal64,
    tier: z.int().min(0).max(8),
    deadline: decimal64,
    nonce: bytes32,
  }),
  signature,
});

export const enrollBody = z.strictObject({
  invitation: bytes32,
  registration: z.strictObject({
    account: address,
    commitment: bytes32,
    encryptionKey: bytes32,
    deadline: decimal64,
    consent: signature,
  }),
});

export const inviteBody = z.strictObject({
  /** The Patient's id in its source; left out, the next patient who is not enrolled. */
  patient: z.string().min(1).max(256).optional(),
});

export const loadBody = z.strictObject({
  source: z.string().regex(/^[a-z0-9-]{1,32}$/),
  paths: z.array(z.string().min(1).max(4096)).min(1).max(64),
});
