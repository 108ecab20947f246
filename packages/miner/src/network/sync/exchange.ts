import { lpStream } from '@libp2p/utils';
import { asMedrecError, MedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type BoundedQueue, createBoundedQueue } from '../bounded-queue.ts';
import type { Host } from '../host.ts';
import { MAX_ANSWERS, MAX_ANSWERS_PER_PEER, MAX_WAITING_ANSWERS, REQUEST_TIMEOUT_MS, SMALL_ANSWER_BYTES } from '../limits.ts';

// One stream carries one length-prefixed request and one length-prefixed answer, and is closed at both ends: nothing is
// sent before the answer to the last request has been checked, so a slow reader never makes its peer buffer.

const SPARE_MS = 500;

export interface ExchangeLimits {
  readonly protocol: string;
  readonly maxRequestBytes: number;
  readonly maxResponseBytes: number;
}

/**
 * Sends one request over the existing connection and reads the answer.
 * @throws MedrecError `PEER_GONE`, `PEER_STALLED` (no whole answer in time), `PEER_FAILED`;
 * RuleError `RESPONSE_OVERSIZE` (penalise) when the answer announces more bytes than the limit.
 */
export async function request(host: Host, peer: string, limits: ExchangeLimits, payload: Uint8Array): Promise<Uint8Array> {
  const connection = host.getConnections().find((open) => open.remotePeer.toString() === peer && open.status === 'open');
  if (connection === undefined) throw new MedrecError({ code: 'PEER_GONE', message: 'The peer is no longer connected.', facts: { peer } });
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const stream = await connection.newStream(limits.protocol, { signal });
    try {
      const framed = lpStream(stream, { maxDataLength: limits.maxResponseBytes, maxBufferSize: 2 * limits.maxResponseBytes });
      await framed.write(payload, { signal });
      const answer = (await framed.read({ signal })).subarray();
      await stream.close({ signal });
      return answer;
    } catch (thrown) {
      stream.abort(asMedrecError(thrown));
      throw thrown;
    }
  } catch (thrown) {
    throw failure(thrown, signal.aborted, peer, limits.protocol);
  }
}

/** A peer that reads slowly makes this node hold its answer: so many are held at once, and so many of one peer. */
const desks = new WeakMap<Host, BoundedQueue>();

function deskOf(host: Host): BoundedQueue {
  const limits = { limit: MAX_WAITING_ANSWERS, limitPerPeer: MAX_ANSWERS_PER_PEER, concurrency: MAX_ANSWERS };
  const desk = desks.get(host) ?? createBoundedQueue(limits);
  desks.set(host, desk);
  return desk;
}

/** Answers a protocol's requests; an `answer` that throws, and one there is no room for, resets the stream. */
export async function serve(
  host: Host,
  limits: ExchangeLimits,
  answer: (payload: Uint8Array, peer: string) => Promise<Uint8Array>,
  log: Logger,
): Promise<void> {
  const isLarge = limits.maxResponseBytes > SMALL_ANSWER_BYTES;
  await host.handle(
    limits.protocol,
    async (stream, connection) => {
      const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS + SPARE_MS); // whoever asked has given up by then
      const peer = connection.remotePeer.toString();
      try {
        const framed = lpStream(stream, { maxDataLength: limits.maxRequestBytes, maxBufferSize: 2 * limits.maxRequestBytes });
        const payload = (await framed.read({ signal })).subarray();
        const reply = async (): Promise<true> => {
          await framed.write(await answer(payload, peer), { signal });
          await stream.close({ signal });
          return true;
        };
        if ((await (isLarge ? deskOf(host).run(peer, reply) : reply())) === undefined) throw noRoom(limits.protocol);
      } catch (thrown) {
        const error = asMedrecError(thrown, 'PEER_FAILED');
        log.debug({ peer, protocol: limits.protocol, code: error.code }, `a request was not answered: ${error.message}`);
        stream.abort(error);
      }
    },
    { maxInboundStreams: 8, maxOutboundStreams: 8 },
  );
}

function noRoom(protocol: string): MedrecError {
  return new MedrecError({ code: 'ANSWERS_FULL', message: 'Too many answers are on their way already.', facts: { protocol } });
}

function failure(thrown: unknown, timedOut: boolean, peer: string, protocol: string): MedrecError {
  if (thrown instanceof MedrecError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  const facts = { peer, protocol };
  if (name === 'InvalidDataLengthError' || name === 'InvalidDataLengthLengthError' || name === 'StreamBufferError') {
    return new RuleError({
      code: 'RESPONSE_OVERSIZE',
      message: 'The peer answered with more bytes than the protocol allows.',
      verdict: 'penalise',
      facts,
      cause: thrown,
    });
  }
  if (name === 'UnsupportedProtocolError') {
    return new MedrecError({
      code: 'PEER_OTHER_NETWORK',
      message: 'The peer does not speak this network’s protocol.',
      facts,
      cause: thrown,
    });
  }
  if (timedOut)
    return new MedrecError({
      code: 'PEER_STALLED',
      message: 'The peer did not answer in time.',
      facts: { ...facts, timeoutMs: REQUEST_TIMEOUT_MS },
      cause: thrown,
    });
  return new MedrecError({ code: 'PEER_FAILED', message: 'The exchange with the peer broke off.', facts, cause: thrown });
}
