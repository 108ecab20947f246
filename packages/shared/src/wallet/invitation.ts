import { z } from 'zod';
import { readJsonFile } from './json-file.ts';
import { bytes32, url } from './schemas.ts';

const invitation = z.strictObject({
  version: z.literal(1),
  gatekeeper: url,
  /** A node of the hospital's, for a patient without her own. */
  rpc: url.optional(),
  /** The provider's participant id. */
  providerId: bytes32,
  chainId: z.int().positive(),
  genesisHash: bytes32,
  /** The secret that tells the hospital which patient this is. */
  token: bytes32,
  /** Unix seconds until which the hospital takes it. */
  expiresAt: z.int().positive().optional(),
});

/** What a hospital hands its patient, so that she enters with an address of her own. */
export type Invitation = z.infer<typeof invitation>;

/** @throws MedrecError `INVITATION_INVALID`. */
export function readInvitation(path: string): Promise<Invitation> {
  return readJsonFile(path, invitation, { code: 'INVITATION_INVALID', what: 'invitation', remedy: 'Ask the hospital for a new one.' });
}
