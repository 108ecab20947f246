import { MedrecError } from '../errors/index.ts';
import { type AccessScope, FHIR_RESOURCE_TYPES, parseAccessScope } from '../records/index.ts';

/** `Observation,Condition` or `*`. A misspelt type would grant nothing. @throws MedrecError `SCOPE_INVALID`. */
export function parseScope(text: string): AccessScope {
  const resources = text.split(',').map((type) => type.trim());
  const unknown = resources.find((type) => type !== '*' && !FHIR_RESOURCE_TYPES.has(type));
  if (unknown !== undefined) throw typeUnknown(unknown);
  return parseAccessScope({ resources: [...new Set(resources)] });
}

function typeUnknown(type: string): MedrecError {
  const similar = [...FHIR_RESOURCE_TYPES].find((each) => each.toLowerCase() === type.toLowerCase());
  return new MedrecError({
    code: 'SCOPE_INVALID',
    message: 'FHIR R4 has no such resource type.',
    facts: { type: type.slice(0, 64) },
    remedy: similar === undefined ? 'Give types such as Observation,Condition, or * for all.' : `Did you mean ${similar}?`,
  });
}

export interface Validity {
  /** Unix seconds. */
  readonly from: bigint;
  /** Unix seconds; 0n = no end. */
  readonly until: bigint;
}

export interface ValidityOptions {
  readonly from?: string;
  readonly until?: string;
  readonly days?: number;
}

const DEFAULT_DAYS = 30;
const DAY_SECONDS = 86_400;

/** From now for 30 days, unless told otherwise; `until` may be `never`. @throws MedrecError `OPTION_INVALID`. */
export function parseValidity(options: ValidityOptions, nowMs: number): Validity {
  const from = options.from === undefined ? Math.floor(nowMs / 1000) : parseDate('--from', options.from);
  if (options.until === 'never') return { from: BigInt(from), until: 0n };
  const until = options.until === undefined ? from + (options.days ?? DEFAULT_DAYS) * DAY_SECONDS : parseDate('--until', options.until);
  if (until <= from) {
    throw new MedrecError({
      code: 'OPTION_INVALID',
      message: 'The grant would end before it begins.',
      facts: { option: '--until' },
      remedy: 'Give an --until after --from (now, unless told otherwise), or --days.',
    });
  }
  return { from: BigInt(from), until: BigInt(until) };
}

function parseDate(option: string, text: string): number {
  const seconds = Math.floor(Date.parse(text) / 1000);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && Number.isSafeInteger(seconds)) return seconds;
  throw new MedrecError({
    code: 'OPTION_INVALID',
    message: `${option} takes a date.`,
    facts: { option },
    remedy: 'Write it as 2027-01-31 or 2027-01-31T12:00:00Z.',
  });
}

/** Conditions as the Permissions contract numbers them. */
export const GRANT_CONDITIONS = ['none', 'heirs', 'lifetime'] as const;
export type GrantCondition = (typeof GRANT_CONDITIONS)[number];
