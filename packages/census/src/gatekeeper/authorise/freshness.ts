import { MedrecError } from '@medrec/shared/errors';

/** The paper's ten seconds: the longest that a signed request may live. */
export const REQUEST_LIFETIME_SECONDS = 10n;

/** The deadline lies in (now, now + 10 s], both in unix seconds. @throws MedrecError `REQUEST_STALE`. */
export function checkFreshness(deadline: bigint, nowSeconds: bigint): void {
  if (deadline > nowSeconds && deadline <= nowSeconds + REQUEST_LIFETIME_SECONDS) return;
  throw new MedrecError({
    code: 'REQUEST_STALE',
    message: deadline <= nowSeconds ? 'The request’s deadline has passed.' : 'The request’s deadline is too far ahead.',
    facts: { deadline, now: nowSeconds, lifetimeSeconds: REQUEST_LIFETIME_SECONDS },
    remedy: 'Sign it again with a deadline at most ten seconds ahead, and set the clock by NTP.',
  });
}
