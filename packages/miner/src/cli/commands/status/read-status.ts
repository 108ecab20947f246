import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS } from '@medrec/shared/chain';
import { createJsonRpc, createNodeClient, type NodeClient } from '@medrec/shared/client';
import { censusAbi, decodeEvents, eventTopic } from '@medrec/shared/contracts';
import { z } from 'zod';
import { createChainReads } from '../../../rewards/index.ts';
import { type MiningAnswer, readMining } from '../../lab/read-mining.ts';

const TIMEOUT_MS = 10_000;

const text = z.string().max(256);
const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);

/** What `medrec_status` answers. */
const answer = z.object({
  clientVersion: text,
  network: text,
  genesisHash: text,
  head: z.object({ number: quantity, hash: text, timestamp: quantity, difficulty: quantity }),
  peers: z.int(),
  p2p: z.array(text).max(32),
  syncing: z.object({ currentBlock: quantity, highestBlock: quantity }).nullable(),
  pool: z.object({ transactions: z.int(), ready: z.int() }),
  checkpoints: z
    .object({
      certified: z.object({ number: quantity, votes: z.int(), canonical: z.boolean() }).nullable(),
      seats: z.int().nullable(),
      conflict: z.unknown(),
    })
    .nullable(),
  sealer: z.object({ address: text, mining: z.boolean(), hashRate: z.number(), reason: text.nullable() }).nullable(),
});

export interface NodeStatus extends z.infer<typeof answer> {
  readonly rpc: string;
  /** Null on a node without a lab's key. */
  readonly mining: MiningAnswer | null;
  /** Since the head's timestamp, by this machine's clock. */
  readonly ageSeconds: number;
  /** Releases the lab has earned; null on a node without a lab's key. */
  readonly entitlements: number | null;
}

/** @throws MedrecError `NODE_UNREACHABLE`, `RPC_REFUSED`, `RPC_ANSWER_INVALID` */
export async function readStatus(rpc: string): Promise<NodeStatus> {
  const status = await createJsonRpc(rpc, TIMEOUT_MS).request('medrec_status', [], answer as z.ZodType<z.infer<typeof answer>>);
  const mining = await readMining(rpc);
  const client = createNodeClient({ url: rpc });
  try {
    const entitlements = status.sealer ? await countEntitlements(client, status.sealer.address as Hex) : null;
    const ageSeconds = Math.max(0, Math.floor(Date.now() / 1000) - Number(status.head.timestamp));
    return { rpc, ...status, mining, ageSeconds, entitlements };
  } finally {
    client.close();
  }
}

async function countEntitlements(client: NodeClient, lab: Hex): Promise<number> {
  const labId = await (await createChainReads(client)).idOf(lab);
  const logs = await client.logs({ address: CENSUS_ADDRESS, topics: [eventTopic(censusAbi, 'Entitled'), labId] });
  const releases = decodeEvents(censusAbi, logs).flatMap((event) => (event.name === 'Entitled' ? [event.args.releaseKey] : []));
  return new Set(releases).size;
}
