import { z } from 'zod';
import { canonicalBytes, concatBytes, type Hex, hexToBytes, isHex, keccakHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';

export const RELEASE_FORMAT = 'medrec-census-release/1';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');

const file = z.strictObject({
  path: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  bytes: z.int().nonnegative(),
  sha256: bytes32,
});

const manifest = z.strictObject({
  format: z.literal(RELEASE_FORMAT),
  chainId: z.int().positive(),
  genesisHash: bytes32,
  /** The provider's participant id in the Registrar. */
  providerId: bytes32,
  product: z.strictObject({ id: z.string(), definitionHash: bytes32 }),
  epoch: z.int().nonnegative(),
  tier: z.int().min(0).max(8),
  /** As committed by `closeEpoch`. */
  snapshotRoot: bytes32,
  /** ρ in millionths that the release of all tiers cost, quoted for every tier. */
  microRho: z.int().positive(),
  minimumCohort: z.int().nonnegative(),
  /** Every other file of the package, sorted by path. */
  files: z.array(file).min(1).max(32),
});

/** What the provider signs (EIP-191 over the 32-byte manifest hash) and commits to on the chain. */
export type ReleaseManifest = z.infer<typeof manifest>;
export type ReleaseFile = z.infer<typeof file>;

export function manifestHash(value: ReleaseManifest): Hex {
  return keccakHex(canonicalBytes(value));
}

/** keccak256(abi.encode(manifest hash, salt)): what stands on the chain. The salt is given only with the tier. */
export function manifestCommitment(hash: Hex, salt: Hex): Hex {
  return keccakHex(concatBytes(hexToBytes(hash), hexToBytes(salt)));
}

/** @throws MedrecError `MANIFEST_INVALID` naming the first wrong field. */
export function parseReleaseManifest(value: unknown): ReleaseManifest {
  const parsed = manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'MANIFEST_INVALID',
    message: 'The release manifest has a wrong field.',
    facts: { field: issue?.path.join('.'), expected: issue?.message },
  });
}
