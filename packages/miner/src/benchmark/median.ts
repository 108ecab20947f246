import { MedrecError } from '@medrec/shared/errors';

/** The middle value; of an even number, the mean of the two in the middle. @throws MedrecError `NO_SAMPLES` */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 1 ? middle : middle - 1];
  if (upper !== undefined && lower !== undefined) return (lower + upper) / 2;
  throw new MedrecError({ code: 'NO_SAMPLES', message: 'There is no median of no samples.' });
}
