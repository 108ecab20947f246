import { createJsonRpc } from '@medrec/shared/client';
import { z } from 'zod';

const TIMEOUT_MS = 10_000;
const MAX_THREADS = 1024;

const text = z.string().max(256);
const count = z.int().nonnegative();
const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
const rates = z.object({ seconds10: z.number(), seconds60: z.number(), minutes15: z.number(), max: z.number() });

/** What `medrec_mining` answers; rates in hashes per second. */
const answer = z.object({
  address: text,
  mining: z.boolean(),
  reason: text.nullable(),
  state: z.enum(['stopped', 'idle', 'preparing', 'sealing']),
  code: text.nullable(),
  threads: count,
  intensityPercent: count,
  hashRate: rates,
  byThread: z.array(z.object({ slot: count, state: text, hashes: count, hashRate: rates })).max(MAX_THREADS),
  hashes: count,
  hashRateZero: z.boolean(),
  expectedBlockSeconds: z.number().nullable(),
  template: z.object({ number: quantity, parent: text, difficulty: quantity, transactions: count }).nullable(),
  blocks: z.object({ sealed: count, side: count, replaced: count, refused: count }),
  remote: z.object({ workers: count, hashRate: z.number() }).nullable(),
  luck: z.object({
    effortPercent: z.number(),
    lifePercent: z.number().nullable(),
    recentPercent: z.number().nullable(),
    recentBlocks: count,
    expectedBlocks: z.number(),
  }),
  dataset: z.object({
    state: z.enum(['none', 'preparing', 'ready']),
    epoch: count.nullable(),
    bytes: count.nullable(),
    doneBytes: count.nullable(),
    readBytes: count.nullable(),
    secondsLeft: z.number().nullable(),
    keptOnDisk: z.boolean().nullable(),
  }),
  restarts: z.object({ count, lastReason: text.nullable(), lastThread: count.nullable(), lastAtMs: z.number().nullable() }),
});

export type MiningAnswer = z.infer<typeof answer>;

/** Null on a node without a lab's key. @throws MedrecError `NODE_UNREACHABLE`, `RPC_REFUSED`, `RPC_ANSWER_INVALID` */
export function readMining(rpc: string): Promise<MiningAnswer | null> {
  return createJsonRpc(rpc, TIMEOUT_MS).request('medrec_mining', [], answer.nullable() as z.ZodType<MiningAnswer | null>);
}
