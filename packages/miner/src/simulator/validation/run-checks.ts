import { MedrecError } from '@medrec/shared/errors';
import { openStream } from '../random/index.ts';
import { blockTimeChecks } from './block-time-checks.ts';
import { type ClosedFormCheck, createReader, type ParameterRule, type Parameters, type ParameterValue } from './check.ts';
import { doubleSpendChecks } from './double-spend-checks.ts';
import { payChecks } from './pay-checks.ts';
import { withholdingChecks } from './withholding-checks.ts';

/** A core that is right is further off than this once in 16,000 checks. */
export const WORST_Z = 4;
const MOST_POINTS = 1_000;

export const CHECKS: readonly ClosedFormCheck[] = [...withholdingChecks, ...doubleSpendChecks, ...blockTimeChecks, ...payChecks];

export interface CheckOutcome {
  readonly check: string;
  readonly parameters: Parameters;
  readonly expected: number;
  readonly observed: number;
  readonly standardError: number;
  readonly z: number;
}

export interface ValidationRequest {
  readonly seed: string;
  readonly effort: number;
  /** Names of checks; none for all. */
  readonly checks: readonly string[];
  /** Values to try for a parameter, in place of the default points. */
  readonly values: Readonly<Record<string, readonly ParameterValue[]>>;
}

/**
 * Runs each wanted check at each wanted point. With parameters given and no names, every check that has all of them runs.
 * @throws MedrecError `CHECK_UNKNOWN`, `PARAMETER_INVALID`
 */
export function* runChecks(request: ValidationRequest): Generator<CheckOutcome> {
  for (const { check, parameters } of pointsOf(request)) {
    const random = openStream(request.seed, 0, `validate ${check.name} ${JSON.stringify(parameters)}`);
    const { expected, observed, standardError } = check.run(createReader(parameters), random, request.effort);
    yield { check: check.name, parameters, expected, observed, standardError, z: scoreOf(expected, observed, standardError) };
  }
}

/** Where nothing varies, anything but equality is infinitely far off. */
function scoreOf(expected: number, observed: number, standardError: number): number {
  if (standardError > 0) return (observed - expected) / standardError;
  return Math.abs(observed - expected) < 1e-12 ? 0 : Math.sign(observed - expected) * Number.MAX_VALUE;
}

function pointsOf(request: ValidationRequest): { check: ClosedFormCheck; parameters: Parameters }[] {
  const wanted = Object.keys(request.values);
  const chosen = request.checks.length > 0 ? request.checks.map(requireCheck) : CHECKS.filter((check) => hasAll(check, wanted));
  if (chosen.length === 0) throw invalid({ parameter: wanted.join(', '), expected: 'parameters that one check has' });
  const points = chosen.flatMap((check) => {
    for (const name of wanted) requireParameter(check, name);
    const given = combine(wanted.map((name) => (request.values[name] ?? []).map((value) => [name, checked(check, name, value)] as const)));
    const places = wanted.length === 0 ? check.points : given.map((values) => ({ ...check.points[0], ...Object.fromEntries(values) }));
    return places.map((parameters) => ({ check, parameters }));
  });
  if (points.length > MOST_POINTS) throw invalid({ parameter: wanted.join(', '), points: points.length, most: MOST_POINTS });
  return points;
}

function hasAll(check: ClosedFormCheck, names: readonly string[]): boolean {
  return names.every((name) => check.parameters[name] !== undefined);
}

function combine<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);
}

function requireCheck(name: string): ClosedFormCheck {
  const check = CHECKS.find((one) => one.name === name);
  if (check !== undefined) return check;
  throw new MedrecError({
    code: 'CHECK_UNKNOWN',
    message: 'No closed form has this name.',
    facts: { check: name, known: CHECKS.map((one) => one.name).join(', ') },
    remedy: 'Take a name from the list.',
  });
}

function requireParameter(check: ClosedFormCheck, name: string): ParameterRule {
  const rule = check.parameters[name];
  if (rule !== undefined) return rule;
  throw invalid({ check: check.name, parameter: name, known: Object.keys(check.parameters).join(', ') });
}

function checked(check: ClosedFormCheck, name: string, value: ParameterValue): ParameterValue {
  const rule = requireParameter(check, name);
  const numbers = typeof value === 'number' ? [value] : value;
  const fits = numbers.every((one) => one >= rule.min && one <= rule.max && (!rule.integer || Number.isInteger(one)));
  const shaped = rule.list ? numbers.length > 0 && numbers.some((one) => one > 0) : numbers.length === 1;
  if (!fits || !shaped) {
    throw invalid({
      check: check.name,
      parameter: name,
      value: numbers.join(':'),
      min: rule.min,
      max: rule.max,
      integer: rule.integer === true,
    });
  }
  return rule.list ? numbers : (numbers[0] ?? Number.NaN);
}

function invalid(facts: Readonly<Record<string, string | number | boolean>>): MedrecError {
  return new MedrecError({
    code: 'PARAMETER_INVALID',
    message: 'A closed form cannot be asked at this point.',
    facts,
    remedy: 'Give parameters that the check has, within their bounds; lists of shares have colons between them.',
  });
}
