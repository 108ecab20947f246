import { PURPOSE } from '../census/index.ts';
import { MedrecError } from '../errors/index.ts';

/** 255 = all: also purposes that are named later. */
const ALL_PURPOSES = 255;
const NAMES = Object.keys(PURPOSE) as (keyof typeof PURPOSE)[];

/** `all`, `none`, or names with commas, as the Permissions contract's bits. @throws MedrecError `PURPOSE_UNKNOWN`. */
export function parsePurposes(text: string): number {
  if (text === 'all') return ALL_PURPOSES;
  if (text === 'none') return 0;
  return text.split(',').reduce((bits, part) => bits | bitOf(part.trim()), 0);
}

export function purposesText(bits: number): string {
  if (bits === ALL_PURPOSES) return 'all';
  const names = NAMES.filter((name) => (bits & PURPOSE[name]) !== 0);
  return names.length === 0 ? 'none' : names.join(', ');
}

function bitOf(name: string): number {
  const known = NAMES.find((each) => each === name);
  if (known !== undefined) return PURPOSE[known];
  throw new MedrecError({
    code: 'PURPOSE_UNKNOWN',
    message: 'There is no such purpose.',
    facts: { purpose: name.slice(0, 40) },
    remedy: `Say all, none, or some of ${NAMES.join(', ')}.`,
  });
}
