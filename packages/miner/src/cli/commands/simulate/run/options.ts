import { readFile, stat } from 'node:fs/promises';
import { resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { parseScenario, type Scenario } from '../../../../simulator/index.ts';

const MOST_BYTES = 4 * 2 ** 20;

/** As commander gives them: text. */
export interface RunFlags {
  readonly rule?: string;
  readonly seed?: string;
  readonly replications: string;
  readonly json: boolean;
}

const count = z.coerce.number().int().min(1).max(10_000);

/** @throws MedrecError `SCENARIO_UNREADABLE`, `SCENARIO_INVALID`, `OPTION_INVALID` */
export async function parseRun(path: string, flags: RunFlags): Promise<{ scenario: Scenario; replications: number }> {
  const replications = count.safeParse(flags.replications);
  if (!replications.success) {
    const facts = { option: '--replications', expected: 'a whole number from 1 to 10,000' };
    throw new MedrecError({ code: 'OPTION_INVALID', message: 'An option has a wrong value.', facts });
  }
  const scenario = parseScenario(await readScenario(resolveUserPath(path)));
  const { rule = scenario.rule, seed = scenario.seed } = flags;
  return { scenario: { ...scenario, rule, seed }, replications: replications.data };
}

async function readScenario(path: string): Promise<string> {
  const problem = (why: string, cause?: unknown): MedrecError =>
    new MedrecError({
      code: 'SCENARIO_UNREADABLE',
      message: 'The scenario file cannot be read.',
      facts: { path, problem: why },
      cause,
      remedy: 'Give the path of a scenario file of at most 4 MiB.',
    });
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw problem(`${size} bytes`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw cause instanceof MedrecError ? cause : problem('no such file, or no right to read it', cause);
  }
}
