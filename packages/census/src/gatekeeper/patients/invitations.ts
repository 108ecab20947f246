import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex, hexToBytes, isAddress, isHex, sha256Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Collection } from '../../publisher/index.ts';

const stored = z.strictObject({
  /** The vault's name for the patient. */
  patient: z.custom<Hex>((value) => isHex(value)),
  /** The address that her wallet registered with it. */
  account: z.custom<Hex>(isAddress).nullable(),
});

export type StoredInvitation = z.infer<typeof stored>;

/** Who was invited, by the hash of a token that only the invitation file holds. */
export interface Invitations {
  isInvited(patient: Hex): boolean;
  /** Invitations made so far. */
  readonly count: number;
  /** A fresh token for the patient; earlier ones of hers stay good until one is used. */
  issue(patient: Hex): Promise<Hex>;
  /** @throws MedrecError `INVITATION_INVALID` for a token that was never issued. */
  find(token: Hex): StoredInvitation;
  /** Remembers who used it. */
  use(token: Hex, account: Hex): Promise<void>;
}

export async function openInvitations(collection: Collection): Promise<Invitations> {
  const byHash = new Map<string, StoredInvitation>();
  const invited = new Set<Hex>();
  const put = async (hash: string, value: StoredInvitation): Promise<void> => {
    await collection.put(hash, value);
    byHash.set(hash, value);
    invited.add(value.patient);
  };
  for await (const [hash, value] of collection.entries()) {
    const invitation = stored.parse(value);
    byHash.set(hash, invitation);
    invited.add(invitation.patient);
  }
  const find = (token: Hex): StoredInvitation => {
    const found = byHash.get(hashOf(token));
    if (found !== undefined) return found;
    throw new MedrecError({
      code: 'INVITATION_INVALID',
      message: 'This hospital made no such invitation.',
      remedy: 'Ask the hospital for a new one.',
    });
  };
  return {
    isInvited: (patient) => invited.has(patient),
    get count() {
      return byHash.size;
    },
    async issue(patient) {
      const token = bytesToHex(randomBytes(32));
      await put(hashOf(token), { patient, account: null });
      return token;
    },
    find,
    use: (token, account) => put(hashOf(token), { ...find(token), account }),
  };
}

function hashOf(token: Hex): string {
  return sha256Hex(hexToBytes(token));
}
