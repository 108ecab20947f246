import type { Random } from './random.ts';

/** What a row is given to work with. */
export interface Torture {
  readonly seed: number;
  readonly random: Random;
  /** The row's size: kills, blocks, seconds, transactions. See `Row.sizes`. */
  readonly size: number;
  readonly isFull: boolean;
  /** A folder of the row's own, removed in the end. */
  readonly dir: string;
  /** Progress, for a person who waits. */
  say(line: string): void;
  /** Something that must hold. A failure is kept and the row goes on. */
  check(what: string, isTrue: boolean, found?: unknown): void;
  /** A figure for the report, named with its unit. */
  figure(name: string, value: number | string): void;
  /** Runs in the end, last first, however the row ends. */
  cleanUp(undo: () => unknown): void;
}

export interface Row {
  /** Of the reliability table; none for what is not in it. */
  readonly number: number | undefined;
  readonly name: string;
  readonly what: string;
  /** What `--size` counts, and how many by default. */
  readonly sizes: { readonly unit: string; readonly short: number; readonly full: number };
  /** It runs in namespaces of its own; see `cage.ts`. */
  readonly isCaged?: boolean;
  /** Why this machine cannot run it. */
  unable?(): string | undefined;
  run(torture: Torture): Promise<void>;
}

export interface Check {
  readonly what: string;
  readonly isTrue: boolean;
  readonly found?: string;
}

export interface RowReport {
  readonly row: string;
  readonly seed: number;
  readonly size: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly reason?: string;
  readonly seconds: number;
  readonly checks: readonly Check[];
  readonly figures: Readonly<Record<string, number | string>>;
}
