import type { Hex } from '@medrec/shared/bytes';
import type { Grant, Redemption, RuleSettings } from './rule.ts';

/** What a lab earned in one stretch of blocks and has not spent. */
interface Earned {
  readonly stretch: number;
  readonly amount: number;
}

/** Each lab's credits, the oldest first: at most a stretch more than their lifetime. */
export type CreditBook = ReadonlyMap<Hex, readonly Earned[]>;

export interface CreditTerms {
  /** Blocks in a stretch; credits of one stretch expire together. */
  readonly stretchBlocks: number;
  /** Stretches until credits expire. */
  readonly lifetime: number;
}

/** Credits that practically never expire: one stretch as long as any chain. */
export const LASTING: CreditTerms = { stretchBlocks: Number.MAX_SAFE_INTEGER, lifetime: 1 };

const EMPTY: readonly Earned[] = [];

export function creditsOf(book: CreditBook, labId: Hex): number {
  return (book.get(labId) ?? EMPTY).reduce((sum, { amount }) => sum + amount, 0);
}

/** @param amount credits; nothing or less changes nothing */
export function earn(book: CreditBook, labId: Hex, amount: number, number: bigint, terms: CreditTerms): CreditBook {
  if (!(amount > 0)) return book;
  const stretch = stretchOf(number, terms);
  const kept = alive(book.get(labId) ?? EMPTY, stretch, terms);
  const last = kept.at(-1);
  const entries =
    last?.stretch === stretch ? [...kept.slice(0, -1), { stretch, amount: last.amount + amount }] : [...kept, { stretch, amount }];
  return new Map(book).set(labId, entries);
}

/** Takes the oldest credits first. @returns undefined when the lab has too few that have not expired */
export function spend(book: CreditBook, labId: Hex, price: number, number: bigint, terms: CreditTerms): CreditBook | undefined {
  const kept = alive(book.get(labId) ?? EMPTY, stretchOf(number, terms), terms);
  if (kept.reduce((sum, { amount }) => sum + amount, 0) < price) return undefined;
  let due = price;
  const left = kept.map((entry) => {
    const paid = Math.min(due, entry.amount);
    due -= paid;
    return { stretch: entry.stretch, amount: entry.amount - paid };
  });
  const entries = left.filter(({ amount }) => amount > 0);
  return new Map(book).set(labId, entries);
}

/** What a tier costs: `price` for the coarsest paid one, `priceStep` times as much for each finer one; what is held is not paid again. */
export function priceOf(settings: RuleSettings, tier: number, heldTier: number): number {
  const whole = (of: number): number => (of < 1 ? 0 : (settings['price'] ?? 1) * (settings['priceStep'] ?? 1) ** (of - 1));
  return whole(tier) - whole(heldTier);
}

/** A purchase at the listed price: the book afterwards and the grant, or the book as it was. */
export function buy(
  book: CreditBook,
  redemption: Redemption,
  settings: RuleSettings,
  terms: CreditTerms,
): { readonly book: CreditBook; readonly grants: readonly Grant[] } {
  const { labId, releaseKey, tier, heldTier, number } = redemption;
  if (tier <= heldTier) return { book, grants: [] };
  const paid = spend(book, labId, priceOf(settings, tier, heldTier), number, terms);
  return paid === undefined ? { book, grants: [] } : { book: paid, grants: [{ labId, releaseKey, tier }] };
}

function stretchOf(number: bigint, { stretchBlocks }: CreditTerms): number {
  return Math.floor(Number(number) / stretchBlocks);
}

function alive(entries: readonly Earned[], stretch: number, { lifetime }: CreditTerms): readonly Earned[] {
  const first = entries[0];
  if (first === undefined || first.stretch > stretch - lifetime) return entries;
  return entries.filter((entry) => entry.stretch > stretch - lifetime);
}
