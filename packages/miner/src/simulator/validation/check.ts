import type { Random } from '../random/index.ts';

export type ParameterValue = number | readonly number[];
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What a parameter may be: numbers within bounds, or a list of shares. */
export interface ParameterRule {
  readonly meaning: string;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** A list of shares in place of one number. */
  readonly list?: boolean;
}

/** What a core shows beside what a closed form says. */
export interface Comparison {
  readonly expected: number;
  readonly observed: number;
  /** Of `observed`, in its unit. */
  readonly standardError: number;
}

/** A closed form that a core must reproduce. */
export interface ClosedFormCheck {
  readonly name: string;
  /** Formula and source, for people. */
  readonly source: string;
  readonly parameters: Readonly<Record<string, ParameterRule>>;
  /** Points that are checked unless others are asked for. The first gives what a request leaves out. */
  readonly points: readonly Parameters[];
  /** @param effort multiplies the number of draws; 1 by default */
  run(values: ParameterReader, random: Random, effort: number): Comparison;
}

/** Typed reading of parameters that were checked against the rules. */
export interface ParameterReader {
  number(name: string): number;
  list(name: string): readonly number[];
}

export function createReader(parameters: Parameters): ParameterReader {
  return {
    number: (name) => {
      const value = parameters[name];
      return typeof value === 'number' ? value : Number.NaN;
    },
    list: (name) => {
      const value = parameters[name];
      return typeof value === 'number' ? [value] : (value ?? []);
    },
  };
}

/** A probability by counting. The error is the closed form's own, so that an observed zero has one too. */
export function compareCount(expected: number, count: number, trials: number): Comparison {
  return { expected, observed: count / trials, standardError: Math.sqrt((expected * (1 - expected)) / trials) };
}

/** A mean of independent values. */
export function compareMean(expected: number, values: ArrayLike<number>): Comparison {
  const mean = sum(values, (value) => value) / values.length;
  const variance = sum(values, (value) => (value - mean) ** 2) / (values.length - 1);
  return { expected, observed: mean, standardError: Math.sqrt(variance / values.length) };
}

/** A variance of independent values, its error from their fourth moment. */
export function compareVariance(expected: number, values: ArrayLike<number>): Comparison {
  const mean = sum(values, (value) => value) / values.length;
  const variance = sum(values, (value) => (value - mean) ** 2) / (values.length - 1);
  const fourth = sum(values, (value) => (value - mean) ** 4) / values.length;
  return { expected, observed: variance, standardError: Math.sqrt(Math.max(0, fourth - variance ** 2) / values.length) };
}

/** A ratio of two sums over batches, its error by linearisation. */
export function compareRatio(expected: number, batches: readonly (readonly [part: number, whole: number])[]): Comparison {
  const part = batches.reduce((total, [value]) => total + value, 0);
  const whole = batches.reduce((total, [, value]) => total + value, 0);
  const observed = part / whole;
  const squares = batches.reduce((total, [a, b]) => total + (a - observed * b) ** 2, 0);
  const count = batches.length;
  return { expected, observed, standardError: Math.sqrt(squares / (count * (count - 1))) / (whole / count) };
}

function sum(values: ArrayLike<number>, of: (value: number) => number): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += of(values[index] ?? 0);
  return total;
}
