import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** The outside miners by worker, with what became of their solutions; null on a node that seals nothing. Rates are hashes per second. */
export const medrecRemoteWorkers = defineMethod('medrec_remoteWorkers', none, ({ remote }) => {
  if (remote === undefined) return null;
  const { listening, connections, workers } = remote.report();
  return { stratum: listening ?? null, connections, hashRate: remote.hashRate(), workers };
});
