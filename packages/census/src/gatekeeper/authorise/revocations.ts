import type { Hex } from '@medrec/shared/bytes';
import { z } from 'zod';
import type { Collection } from '../../publisher/index.ts';

/** Grants revoked at this gatekeeper, ahead of the chain. */
export interface Revocations {
  has(relationship: Hex, commitment: Hex): boolean;
  /** In force and on disk when it resolves. @returns when it was first revoked, in unix seconds. */
  add(relationship: Hex, commitment: Hex, nowSeconds: bigint): Promise<number>;
}

export async function createRevocations(stored: Collection): Promise<Revocations> {
  const revokedAt = new Map<string, number>();
  for await (const [key, at] of stored.entries()) revokedAt.set(key, z.int().parse(at));
  const keyOf = (relationship: Hex, commitment: Hex): string => `${relationship}:${commitment}`.toLowerCase();
  return {
    has: (relationship, commitment) => revokedAt.has(keyOf(relationship, commitment)),
    async add(relationship, commitment, nowSeconds) {
      const key = keyOf(relationship, commitment);
      const at = revokedAt.get(key) ?? Number(nowSeconds);
      revokedAt.set(key, at); // refused at once, even while the disk is slow
      await stored.put(key, at);
      return at;
    },
  };
}
