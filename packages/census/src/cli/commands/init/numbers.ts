import { InvalidArgumentError } from 'commander';

/** A whole number from 0 to a million, as an option's value. */
export function parseCount(text: string): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= 1_000_000) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

/** ρ above 0 and up to 1000, with at most six decimals: the chain counts in millionths. */
export function parseRho(text: string): number {
  if (/^\d{1,4}(\.\d{1,6})?$/.test(text) && Number(text) > 0 && Number(text) <= 1000) return Number(text);
  throw new InvalidArgumentError('Give a positive number with at most six decimals.');
}
