import { createJsonRpc } from '@medrec/shared/client';
import { z } from 'zod';

const TIMEOUT_MS = 10_000;
const MAX_WORKERS = 1024;

const text = z.string().max(256);
const count = z.int().nonnegative();
const rate = z.number().nonnegative();

/** What `medrec_remoteWorkers` answers; rates in hashes per second. */
const answer = z.object({
  /** `host:port` of the listener; null when only HTTP is served. */
  stratum: text.nullable(),
  connections: count,
  hashRate: rate,
  workers: z
    .array(
      z.object({
        ...{ name: text, protocol: text, connections: count, accepted: count, stale: count, blocks: count },
        rejected: z.record(text, count),
        /** Unix milliseconds. */
        lastSeenMs: z.number(),
        ...{ reportedHashRate: rate, measuredHashRate: rate },
      }),
    )
    .max(MAX_WORKERS),
});

export type WorkersAnswer = z.infer<typeof answer>;

/** Null on a node without a lab's key. @throws MedrecError `NODE_UNREACHABLE`, `RPC_REFUSED`, `RPC_ANSWER_INVALID` */
export function readWorkers(rpc: string): Promise<WorkersAnswer | null> {
  return createJsonRpc(rpc, TIMEOUT_MS).request('medrec_remoteWorkers', [], answer.nullable() as z.ZodType<WorkersAnswer | null>);
}
