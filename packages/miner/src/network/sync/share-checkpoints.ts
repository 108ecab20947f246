import { decodeCheckpoint, encodeCheckpoint, type SignedCheckpoint } from '@medrec/shared/checkpoints';
import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import type { Chain } from '../../chain/index.ts';
import type { Checkpoints } from '../../checkpoints/index.ts';
import type { Discipline } from '../discipline.ts';
import type { Host } from '../host.ts';
import { MAX_CHECKPOINTS_PER_ANSWER, MAX_CHECKPOINTS_REQUEST_BYTES, MAX_CHECKPOINTS_RESPONSE_BYTES } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type ExchangeLimits, request, serve } from './exchange.ts';
import type { BlockSource } from './fetch-blocks.ts';
import { fetchCertified } from './fetch-certified.ts';
import { malformedRequest } from './refusals.ts';
import { parseJson } from './status.ts';

export interface ShareCheckpointsDependencies {
  readonly host: Host;
  readonly names: ProtocolNames;
  readonly chain: Pick<Chain, 'head' | 'certified' | 'totalDifficultyOf' | 'verifySeals' | 'importBlock'>;
  readonly checkpoints: Pick<Checkpoints, 'add' | 'status' | 'above'>;
  readonly source: BlockSource;
  /** The certified branch has come in; the rest of it is a range sync's work. */
  readonly onFetched: () => void;
  readonly discipline: Discipline;
  readonly log: Logger;
}

/** Fetches certificates and votes that this node lacks, and the certified branch when it is on another: gossip carries each once. */
export interface ShareCheckpoints {
  start(): Promise<void>;
  /** Never throws: a failure is judged here. */
  fetchFrom(peer: string): Promise<void>;
}

const asked = z.strictObject({
  above: z
    .string()
    .regex(/^(0|[1-9]\d{0,18})$/)
    .transform(BigInt),
});
const answered = z.array(z.unknown()).max(MAX_CHECKPOINTS_PER_ANSWER);

export function createShareCheckpoints(dependencies: ShareCheckpointsDependencies): ShareCheckpoints {
  const { host, names, chain, checkpoints, source, onFetched, discipline, log } = dependencies;
  const limits: ExchangeLimits = {
    protocol: names.checkpoints,
    maxRequestBytes: MAX_CHECKPOINTS_REQUEST_BYTES,
    maxResponseBytes: MAX_CHECKPOINTS_RESPONSE_BYTES,
  };
  let fetching = false;

  /** @returns true when there may be more */
  const fetchPage = async (peer: string): Promise<boolean> => {
    const newest = (): bigint => checkpoints.status().certified?.number ?? 0n;
    const above = newest();
    const answer = await request(host, peer, limits, encode({ above: above.toString() }));
    for (const checkpoint of decodeCheckpoints(answer)) await checkpoints.add(checkpoint, peer);
    return newest() > above;
  };

  const fetchAll = async (peer: string): Promise<void> => {
    while (await fetchPage(peer));
    const certified = chain.certified();
    if (certified === undefined || (await chain.totalDifficultyOf(certified.hash)) !== undefined) return;
    // Below its number range sync brings it; at or above, this node is on a branch that it must leave, however light the other.
    if (chain.head().number < certified.number) return;
    await fetchCertified(chain, source, peer, certified);
    onFetched();
  };

  return {
    start: () => serve(host, limits, async (payload) => answerCheckpoints(payload, checkpoints), log),
    async fetchFrom(peer) {
      if (fetching) return;
      fetching = true;
      try {
        await fetchAll(peer);
      } catch (thrown) {
        if (thrown instanceof RuleError) discipline.judge(thrown, { kind: 'checkpoint', peer });
        else log.debug({ peer, code: asMedrecError(thrown).code }, 'no checkpoints from a peer');
      } finally {
        fetching = false;
      }
    },
  };
}

function answerCheckpoints(payload: Uint8Array, checkpoints: Pick<Checkpoints, 'above'>): Uint8Array {
  const parsed = asked.safeParse(parseJson(payload));
  if (!parsed.success) throw malformedRequest('checkpoints', parsed.error.issues[0]?.path.join('.'));
  const answer: unknown[] = [];
  let bytes = 2;
  for (const checkpoint of checkpoints.above(parsed.data.above, MAX_CHECKPOINTS_PER_ANSWER)) {
    const encoded = encodeCheckpoint(checkpoint);
    bytes += JSON.stringify(encoded).length + 1;
    if (bytes > MAX_CHECKPOINTS_RESPONSE_BYTES) break;
    answer.push(encoded);
  }
  return encode(answer);
}

/** @throws RuleError `CHECKPOINT_MALFORMED` (penalise) */
function decodeCheckpoints(bytes: Uint8Array): SignedCheckpoint[] {
  try {
    return answered.parse(parseJson(bytes)).map(decodeCheckpoint);
  } catch (cause) {
    const message = 'The answer is no list of checkpoints.';
    throw new RuleError({ code: 'CHECKPOINT_MALFORMED', verdict: 'penalise', message, facts: { bytes: bytes.length }, cause });
  }
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
