import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { CHECKS, type ParameterValue, type ValidationRequest } from '../../../../simulator/index.ts';

const MOST_VALUES = 100;

/** As commander gives them: text. Every closed form's parameter is a flag of its own. */
export interface ValidateFlags {
  readonly check?: string;
  readonly seed: string;
  readonly effort: string;
  readonly json: boolean;
  readonly [parameter: string]: string | boolean | undefined;
}

const number = z.string().trim().min(1).transform(Number).pipe(z.number());
const values = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z
      .array(
        z
          .string()
          .transform((text) => text.split(':'))
          .pipe(z.array(number).max(MOST_VALUES)),
      )
      .max(MOST_VALUES),
  );
const common = z.object({
  seed: z.string().min(1).max(200),
  effort: number.pipe(z.number().min(0.001).max(1_000)),
  check: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .optional(),
});

/** @throws MedrecError `OPTION_INVALID` */
export function parseRequest(flags: ValidateFlags): ValidationRequest {
  const parsed = common.safeParse(flags);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw wrongOption(String(issue?.path[0] ?? ''), issue?.message);
  }
  const { seed, effort, check } = parsed.data;
  return { seed, effort, checks: check ?? [], values: parseValues(flags) };
}

function parseValues(flags: ValidateFlags): Record<string, ParameterValue[]> {
  const given: Record<string, ParameterValue[]> = {};
  for (const name of new Set(CHECKS.flatMap(({ parameters }) => Object.keys(parameters)))) {
    const text = flags[name];
    if (text === undefined) continue;
    const parsed = values.safeParse(text);
    if (!parsed.success) throw wrongOption(name, 'numbers with commas between them; shares with colons');
    given[name] = parsed.data.map((numbers): ParameterValue => (numbers.length === 1 ? (numbers[0] ?? Number.NaN) : numbers));
  }
  return given;
}

function wrongOption(name: string, expected: string | undefined): MedrecError {
  return new MedrecError({ code: 'OPTION_INVALID', message: 'An option has a wrong value.', facts: { option: `--${name}`, expected } });
}
