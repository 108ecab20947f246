import { asMedrecError } from '@medrec/shared/errors';

/** What is wrong: `block` is mended by fetching it again, `index` and `receipts` and `state` can be had again from blocks. */
export type FaultKind = 'block' | 'receipts' | 'index' | 'state';

export interface Fault {
  readonly kind: FaultKind;
  /** Of the block it was found at. */
  readonly number: bigint;
  readonly detail: string;
}

/** Collects faults; the first ones are kept in full, all are counted. */
export interface Findings {
  add(kind: FaultKind, number: bigint, detail: string): void;
  /** Runs a check; whatever it throws is a fault. @returns undefined then */
  guard<T>(kind: FaultKind, number: bigint, check: () => T): T | undefined;
  faults(): readonly Fault[];
  count(): number;
  /** Lowest block with a fault of that kind. */
  lowest(kind: FaultKind): bigint | undefined;
}

const SHOWN = 100;

export function createFindings(): Findings {
  const shown: Fault[] = [];
  const lowest = new Map<FaultKind, bigint>();
  let count = 0;
  const add = (kind: FaultKind, number: bigint, detail: string): void => {
    count++;
    if (shown.length < SHOWN) shown.push({ kind, number, detail });
    const known = lowest.get(kind);
    if (known === undefined || number < known) lowest.set(kind, number);
  };
  return {
    add,
    guard(kind, number, check) {
      try {
        return check();
      } catch (thrown) {
        const { code, message } = asMedrecError(thrown);
        add(kind, number, `${code}: ${message}`);
        return undefined;
      }
    },
    faults: () => shown,
    count: () => count,
    lowest: (kind) => lowest.get(kind),
  };
}
