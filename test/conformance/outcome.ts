/** What became of one case of a suite. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly expected: string; readonly got: string }
  /** Not run; the reason is printed. */
  | { readonly kind: 'skipped'; readonly reason: string };

export interface CaseResult {
  /** Hard fork or network, where the suite has one. */
  readonly fork?: string | undefined;
  readonly name: string;
  readonly outcome: Outcome;
}

export const PASSED: Outcome = { kind: 'passed' };

export function failed(expected: string, got: string): Outcome {
  return { kind: 'failed', expected, got };
}

export function skipped(reason: string): Outcome {
  return { kind: 'skipped', reason };
}

/** Passed when both print alike. */
export function compare(what: string, expected: unknown, got: unknown): Outcome {
  const [left, right] = [print(expected), print(got)];
  return left === right ? PASSED : failed(`${what} ${left}`, right);
}

/** The first that has not passed. */
export function firstOf(...outcomes: readonly Outcome[]): Outcome {
  return outcomes.find(({ kind }) => kind !== 'passed') ?? PASSED;
}

/** One line: code, message, facts that name a reason, and what lies under it. */
export function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const code = 'code' in thrown ? `${String(thrown.code)}: ` : '';
  const facts = 'facts' in thrown && typeof thrown.facts === 'object' ? ` ${print(thrown.facts)}` : '';
  const cause = thrown.cause === undefined ? '' : ` ← ${describe(thrown.cause)}`;
  return `${code}${thrown.message}${facts}${cause}`.replaceAll(/\s+/g, ' ').slice(0, 600);
}

function print(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? 'undefined';
}
