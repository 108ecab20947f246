import { type Hex, isAddress, sameAddress } from '@medrec/shared/bytes';
import { z } from 'zod';
import type { Collection } from '../../publisher/index.ts';

const entry = z.strictObject({
  /** Unix seconds. */
  at: z.int(),
  viewer: z.custom<Hex>(isAddress),
  /** Method and path. */
  action: z.string(),
  outcome: z.enum(['allowed', 'refused']),
  /** Why it was refused. */
  code: z.string().optional(),
  /** How many resources were given out. */
  resources: z.int().optional(),
});

/** One decision about one relationship. A viewer is an address, never a name. */
export type AccessEntry = z.infer<typeof entry>;

export interface AccessLog {
  append(relationship: Hex, entry: AccessEntry): Promise<void>;
  /** In order of time. */
  entries(relationship: Hex): Promise<AccessEntry[]>;
}

/** Anyone with a key can be refused, so refusals are bounded; what was given out is kept for good (45 CFR 164.528: six years). */
const REFUSALS_KEPT = 512;
/** So that one key cannot fill a relationship's list. */
const REFUSALS_KEPT_PER_VIEWER = 16;
const refusalList = z.array(entry);

export function createAccessLog(stored: Collection): AccessLog {
  let refusing: Promise<void> = Promise.resolve();
  const refusalsOf = async (name: string): Promise<AccessEntry[]> => refusalList.parse((await stored.get(name)) ?? []);
  return {
    async append(relationship, value) {
      const name = relationship.toLowerCase();
      if (value.outcome === 'allowed') return stored.append(name, value);
      // One after another, so that no refusal overwrites another.
      const appending = refusing.then(async () => stored.put(name, bounded([...(await refusalsOf(name)), value], value.viewer)));
      refusing = appending.catch(() => undefined); // its caller gets the error; the next entry must not
      return appending;
    },
    async entries(relationship) {
      const name = relationship.toLowerCase();
      const entries = await refusalsOf(name);
      for await (const value of stored.list(name)) entries.push(entry.parse(value));
      return entries.sort((a, b) => a.at - b.at);
    },
  };
}

/** Of too many refusals the middle goes: new ones cannot flush the first out, nor hide behind them. */
function bounded(refusals: readonly AccessEntry[], viewer: Hex): AccessEntry[] {
  const hers = refusals.filter((refusal) => sameAddress(refusal.viewer, viewer));
  const surplus = new Set(middle(hers, REFUSALS_KEPT_PER_VIEWER));
  const left = refusals.filter((refusal) => !surplus.has(refusal));
  const overall = new Set(middle(left, REFUSALS_KEPT));
  return left.filter((refusal) => !overall.has(refusal));
}

/** What is neither among the oldest half of `kept` nor among the newest. */
function middle(refusals: readonly AccessEntry[], kept: number): readonly AccessEntry[] {
  return refusals.length > kept ? refusals.slice(kept / 2, refusals.length - kept / 2) : [];
}
