import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Clock } from '../chain/index.ts';
import type { Solution, SubmitVerdict, WorkDesk } from './types.ts';

export interface SubmitOwnDependencies {
  readonly desk: Pick<WorkDesk, 'submit'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const RETRY_MS = 100;
const MAX_TRIES = 50;

/**
 * An own seal is a block: neither a crowd of outside solutions nor a checker that failed may cost it, so it is shown again.
 * @throws MedrecError of the check, when it failed every time; `SEAL_NOT_IMPORTED`
 */
export async function submitOwn(solution: Solution, { desk, clock, log }: SubmitOwnDependencies): Promise<SubmitVerdict> {
  for (let tries = 1; ; tries++) {
    try {
      const verdict = await desk.submit(solution);
      if (verdict.kind !== 'rejected' || verdict.reason !== 'busy' || tries === MAX_TRIES) return verdict;
    } catch (error) {
      const known = asMedrecError(error);
      // Its import was tried for long enough.
      if (tries === MAX_TRIES || known.code === 'SEAL_NOT_IMPORTED') throw error;
      log.warn({ err: known, tries }, 'an own seal could not be checked; it is tried again');
    }
    await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve));
  }
}
