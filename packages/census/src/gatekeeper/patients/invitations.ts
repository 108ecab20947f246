import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex, hexToBytes, isAddress, isHex, sha256Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Collection } from '../../publisher/index.ts';

/** Time to hand the file over and to accept it; a file found later brings nobody in. */
const LIFETIME_SECONDS = 30n * 24n * 3600n;

const stored = z.strictObject({
  /** The vault's name for the patient. */
  patient: z.custom<Hex>((value) => isHex(value)),
  /** The address that her wallet registered with it. */
  account: z.custom<Hex>(isAddress).nullable(),
  /** Unix seconds; without it the invitation has run out. */
  expiresAt: z.int().nonnegative().default(0),
  /** True once another of the patient's invitations was used. */
  isVoid: z.boolean().default(false),
});

export type StoredInvitation = z.infer<typeof stored>;

/** What makes an invitation file one patient's. */
export interface IssuedToken {
  /** 32 random bytes. */
  readonly token: Hex;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** Who was invited, by the hash of a token that only the invitation file holds. */
export interface Invitations {
  /** True while an invitation of hers may be accepted, or was. */
  isInvited(patient: Hex): boolean;
  /** Invitations made so far. */
  readonly count: number;
  /** A fresh token for the patient; earlier ones of hers stay good until one is used. */
  issue(patient: Hex): Promise<IssuedToken>;
  /** @throws MedrecError `INVITATION_INVALID` for a token that was never issued. */
  find(token: Hex): StoredInvitation;
  /** Remembers who used it, and voids the patient's other tokens. */
  use(token: Hex, account: Hex): Promise<void>;
}

export async function openInvitations(collection: Collection, nowSeconds: () => bigint): Promise<Invitations> {
  const byHash = new Map<string, StoredInvitation>();
  const hashesOf = new Map<Hex, Set<string>>();
  const take = (hash: string, value: StoredInvitation): void => {
    byHash.set(hash, value);
    hashesOf.set(value.patient, (hashesOf.get(value.patient) ?? new Set()).add(hash));
  };
  const put = async (hash: string, value: StoredInvitation): Promise<void> => {
    await collection.put(hash, value);
    take(hash, value);
  };
  for await (const [hash, value] of collection.entries()) take(hash, stored.parse(value));
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
    isInvited(patient) {
      for (const hash of hashesOf.get(patient) ?? []) {
        const invitation = byHash.get(hash);
        if (invitation && (invitation.account !== null || invitation.expiresAt > nowSeconds())) return true;
      }
      return false;
    },
    get count() {
      return byHash.size;
    },
    async issue(patient) {
      const token = bytesToHex(randomBytes(32));
      const expiresAt = Number(nowSeconds() + LIFETIME_SECONDS);
      await put(hashOf(token), { patient, account: null, expiresAt, isVoid: false });
      return { token, expiresAt };
    },
    find,
    async use(token, account) {
      const used = find(token);
      // The others first: a crash in between leaves this one unused, and no second one good.
      for (const hash of hashesOf.get(used.patient) ?? []) {
        const other = byHash.get(hash);
        if (other && hash !== hashOf(token) && !other.isVoid) await put(hash, { ...other, isVoid: true });
      }
      await put(hashOf(token), { ...used, account });
    },
  };
}

function hashOf(token: Hex): string {
  return sha256Hex(hexToBytes(token));
}
