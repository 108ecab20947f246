import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Collection } from '../../publisher/index.ts';

/** Live nonces are bounded: each must carry a valid signature and expires within ten seconds. */
const MAX_LIVE_NONCES = 100_000;

const storedDeadline = z.string().regex(/^\d{1,20}$/);

export interface NonceGuard {
  /** Uses a nonce up, on disk, before the request is served. @throws MedrecError `REQUEST_REPLAYED`, `BUSY`. */
  use(signer: Hex, nonce: Hex, deadline: bigint, nowSeconds: bigint): Promise<void>;
}

/** Remembers used nonces until their deadline has passed, also over a restart: after it freshness refuses them. */
export async function createNonceGuard(used: Collection): Promise<NonceGuard> {
  const deadlines = new Map<string, bigint>();
  for await (const [key, deadline] of used.entries()) deadlines.set(key, BigInt(storedDeadline.parse(deadline)));
  const forgetExpired = async (nowSeconds: bigint): Promise<void> => {
    for (const [key, deadline] of deadlines) {
      if (deadline > nowSeconds) continue;
      deadlines.delete(key);
      await used.delete(key);
    }
  };
  return {
    async use(signer, nonce, deadline, nowSeconds) {
      const key = `${signer}:${nonce}`.toLowerCase();
      if (deadlines.has(key)) throw replayed();
      if (deadlines.size >= MAX_LIVE_NONCES) throw busy();
      deadlines.set(key, deadline); // before the first await: a twin that arrives meanwhile is refused
      await used.put(key, deadline.toString());
      await forgetExpired(nowSeconds);
    },
  };
}

function replayed(): MedrecError {
  return new MedrecError({
    code: 'REQUEST_REPLAYED',
    message: 'This request was made before.',
    remedy: 'Sign a new one with 32 fresh random bytes as its nonce.',
  });
}

function busy(): MedrecError {
  return new MedrecError({
    code: 'BUSY',
    message: 'Too many requests are alive at once.',
    facts: { limit: MAX_LIVE_NONCES, retryAfterSeconds: 10 },
    remedy: 'Try again in ten seconds.',
  });
}
