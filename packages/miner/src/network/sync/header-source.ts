import type { BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { equalBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Chain } from '../../chain/index.ts';
import type { Host } from '../host.ts';
import { MAX_BLOCKS_REQUEST_BYTES, MAX_HEADERS_PER_REQUEST, MAX_HEADERS_RESPONSE_BYTES } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type DecodeBlock, decodeHeader, decodeStrings } from './block-parts.ts';
import { type ExchangeLimits, request } from './exchange.ts';
import { malformedRequest, wrongAnswer } from './refusals.ts';
import { parseJson } from './status.ts';

/** A peer's headers, decoded and shown to be what was asked for, but not yet checked by any chain rule. */
export interface HeaderSource {
  /** Of the peer's canonical chain, ascending from that number; shorter than `count` at its head. @throws see `request` */
  byNumber(peer: string, number: bigint, count: number): Promise<BlockHeader[]>;
}

const headersRequest = z.strictObject({
  from: z
    .string()
    .regex(/^(0|[1-9]\d{0,18})$/)
    .transform(BigInt),
  count: z.int().min(1).max(MAX_HEADERS_PER_REQUEST),
});

export function headersLimits(names: ProtocolNames): ExchangeLimits {
  return { protocol: names.headers, maxRequestBytes: MAX_BLOCKS_REQUEST_BYTES, maxResponseBytes: MAX_HEADERS_RESPONSE_BYTES };
}

export function createHeaderSource(host: Host, names: ProtocolNames, decodeBlock: DecodeBlock): HeaderSource {
  const limits = headersLimits(names);
  return {
    async byNumber(peer, number, count) {
      const payload = new TextEncoder().encode(JSON.stringify({ from: number.toString(), count }));
      const strings = decodeStrings(await request(host, peer, limits, payload), count);
      const headers = strings.map((rlp) => decodeHeader(rlp, decodeBlock));
      if (headers[0] !== undefined && headers[0].number !== number) throw wrongAnswer(peer, 'headers');
      // The peer may have reorganised while it read: no fault, but these headers do not form a chain.
      if (!isLinked(headers))
        throw new MedrecError({ code: 'PEER_FAILED', message: 'The peer’s headers do not follow one another.', facts: { peer } });
      return headers;
    },
  };
}

/** Canonical headers from that number up, as an RLP list of byte strings; none when it is above the head. @throws RuleError `REQUEST_MALFORMED` */
export async function answerHeaders(chain: Pick<Chain, 'headerByNumber'>, payload: Uint8Array): Promise<Uint8Array> {
  const wanted = headersRequest.safeParse(parseJson(payload));
  if (!wanted.success) throw malformedRequest('headers', wanted.error.issues[0]?.path.join('.'));
  const headers: Uint8Array[] = [];
  for (let number = wanted.data.from; headers.length < wanted.data.count; number += 1n) {
    const header = await chain.headerByNumber(number);
    if (header === undefined) break;
    headers.push(header.serialize());
  }
  return RLP.encode(headers);
}

function isLinked(ascending: readonly BlockHeader[]): boolean {
  return ascending.every((header, at) => {
    const parent = ascending[at - 1];
    return parent === undefined || equalBytes(header.parentHash, parent.hash());
  });
}
