import { MedrecError } from '@medrec/shared/errors';

const DAMAGE = /^(STORE_DAMAGED|STATE_NODE_MISSING|STATE_NODE_DAMAGED)$/;

/** Undefined when what is read turns out damaged or missing: for whoever looks for what is still whole. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

export function isDamage(error: unknown): error is MedrecError {
  return error instanceof MedrecError && DAMAGE.test(error.code);
}
