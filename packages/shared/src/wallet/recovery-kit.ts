import { AbiCoder, keccak256 } from 'ethers';
import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { readJsonFile } from './json-file.ts';
import { address, bytes, bytes32, seconds } from './schemas.ts';

const MAX_MEMBERS = 32;
const circle = z.strictObject({
  members: z.array(address).min(1).max(MAX_MEMBERS),
  threshold: z.int().min(1).max(MAX_MEMBERS),
  salt: bytes32,
});

const kit = z.strictObject({
  version: z.literal(1),
  /** The participant, by its present address. */
  account: address,
  id: bytes32,
  custodians: circle.optional(),
  heirs: circle.optional(),
});

const request = z.strictObject({
  version: z.literal(1),
  /** The participant's id. */
  id: bytes32,
  /** Its present address, whose key is lost. */
  account: address,
  newAccount: address,
  newEncryptionKey: bytes32,
  /** Unix seconds. */
  deadline: seconds,
  /** The new address's `RotationConsent`. */
  consent: bytes,
});

const approval = z.strictObject({ version: z.literal(1), id: bytes32, newAccount: address, member: address, signature: bytes });

/** Members, of whom `threshold` together may rotate the key; the chain has the salted hash alone. */
export type Circle = z.infer<typeof circle>;
/** What custodians and heirs must reveal when the day comes: keep it with them, not with the seed. */
export type RecoveryKit = z.infer<typeof kit>;
/** A new address asks to take over a participant whose key is lost. */
export type RotationRequest = z.infer<typeof request>;
/** One custodian's or heir's signed agreement. */
export type RotationApproval = z.infer<typeof approval>;

const remedy = 'Ask whoever made it for the file again.';

export function readRecoveryKit(path: string): Promise<RecoveryKit> {
  return readJsonFile(path, kit, { code: 'RECOVERY_KIT_INVALID', what: 'recovery kit', remedy });
}

export function readRotationRequest(path: string): Promise<RotationRequest> {
  return readJsonFile(path, request, { code: 'ROTATION_REQUEST_INVALID', what: 'rotation request', remedy });
}

export function readRotationApproval(path: string): Promise<RotationApproval> {
  return readJsonFile(path, approval, { code: 'ROTATION_APPROVAL_INVALID', what: 'approval', remedy });
}

/** keccak256(abi.encode(members, threshold, salt)); zero for nobody. */
export function circleCommitment(value: Circle | undefined): Hex {
  if (value === undefined) return `0x${'00'.repeat(32)}`;
  const encoded = AbiCoder.defaultAbiCoder().encode(['address[]', 'uint8', 'bytes32'], [value.members, value.threshold, value.salt]);
  return keccak256(encoded) as Hex;
}
