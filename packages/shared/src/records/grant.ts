import { AbiCoder, keccak256 } from 'ethers';
import { z } from 'zod';
import { canonicalBytes, type Hex, keccakHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';

const scope = z.strictObject({
  /** FHIR resource types the viewer may read; `*` alone means all. */
  resources: z
    .array(z.string().regex(/^(\*|[A-Z][A-Za-z]{1,63})$/))
    .min(1)
    .max(64),
});

/** The query a patient allows a viewer. Only its hash, salted with the viewer's address, is on the chain. */
export type AccessScope = z.infer<typeof scope>;

/** @throws MedrecError `SCOPE_INVALID`. */
export function parseAccessScope(value: unknown): AccessScope {
  const parsed = scope.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new MedrecError({
    code: 'SCOPE_INVALID',
    message: 'The scope names no FHIR resource types.',
    facts: { expected: parsed.error.issues[0]?.message },
    remedy: 'Give types such as Observation, or * for all.',
  });
}

export function scopeHash(value: AccessScope): Hex {
  return keccakHex(canonicalBytes({ resources: [...value.resources].sort() }));
}

/** keccak256(abi.encode(viewer, scope hash, salt)), as `Permissions` stores it. */
export function grantCommitment(viewer: Hex, value: AccessScope, salt: Hex): Hex {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'bytes32', 'bytes32'], [viewer, scopeHash(value), salt])) as Hex;
}

export function allowsResource(value: AccessScope, resourceType: string): boolean {
  return value.resources.includes('*') || value.resources.includes(resourceType);
}
