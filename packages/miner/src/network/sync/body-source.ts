import type { Block, BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, concatBytes, type Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Chain } from '../../chain/index.ts';
import { checkBody } from '../../execution/index.ts';
import type { Host } from '../host.ts';
import { MAX_BODIES_PER_REQUEST, MAX_BODIES_REQUEST_BYTES, MAX_BODIES_RESPONSE_BYTES } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type DecodeBlock, decodeStrings, joinBlock } from './block-parts.ts';
import { type ExchangeLimits, request } from './exchange.ts';
import { malformedRequest } from './refusals.ts';

export interface FetchedBlock {
  readonly block: Block;
  /** Of its body's RLP. */
  readonly bytes: number;
}

/** Bodies of headers that are already checked, each shown to be the one its header commits to. */
export interface BodySource<F extends FetchedBlock = FetchedBlock> {
  /**
   * From the first header on, fewer where the peer lacks one or the answer was full; none when it lacks the first.
   * @throws see `request`; RuleError `BODY_MISMATCH`, `BLOCK_MALFORMED` (penalise)
   */
  bodiesOf(peer: string, headers: readonly BlockHeader[]): Promise<F[]>;
}

const HASH_BYTES = 32;
const LIST_OVERHEAD_BYTES = 16;

export function bodiesLimits(names: ProtocolNames): ExchangeLimits {
  return { protocol: names.bodies, maxRequestBytes: MAX_BODIES_REQUEST_BYTES, maxResponseBytes: MAX_BODIES_RESPONSE_BYTES };
}

export function createBodySource(host: Host, names: ProtocolNames, decodeBlock: DecodeBlock): BodySource {
  const limits = bodiesLimits(names);
  return {
    async bodiesOf(peer, headers) {
      const wanted = concatBytes(...headers.map((header) => header.hash()));
      const bodies = decodeStrings(await request(host, peer, limits, wanted), headers.length);
      const fetched: FetchedBlock[] = [];
      for (const [at, body] of bodies.entries()) {
        const header = headers[at];
        if (header === undefined) break;
        const block = joinBlock(header, body, decodeBlock);
        await blaming(peer, () => checkBody(block));
        fetched.push({ block, bytes: body.length });
      }
      return fetched;
    },
  };
}

/**
 * The bodies of the blocks with those hashes, canonical or not, in that order, up to the first unknown one or the response
 * cap; as an RLP list of byte strings. @param payload hashes, one after another. @throws RuleError `REQUEST_MALFORMED`
 */
export async function answerBodies(chain: Pick<Chain, 'bodyOf'>, payload: Uint8Array): Promise<Uint8Array> {
  if (payload.length === 0 || payload.length % HASH_BYTES !== 0 || payload.length > HASH_BYTES * MAX_BODIES_PER_REQUEST)
    throw malformedRequest('bodies');
  const bodies: Uint8Array[] = [];
  let bytes = LIST_OVERHEAD_BYTES;
  for (let at = 0; at < payload.length; at += HASH_BYTES) {
    const body = await chain.bodyOf(hashAt(payload, at));
    if (body === undefined) break;
    bytes += body.length + LIST_OVERHEAD_BYTES;
    if (bytes > MAX_BODIES_RESPONSE_BYTES) break;
    bodies.push(body);
  }
  return RLP.encode(bodies);
}

const hashAt = (payload: Uint8Array, at: number): Hex => bytesToHex(payload.subarray(at, at + HASH_BYTES));

/** The fault is the peer's that sent the body, not the header's. */
async function blaming(peer: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const { code, message, verdict, cause } = error;
    throw new RuleError({ code, message, verdict, cause, facts: { ...error.facts, peer } });
  }
}
