import type { Socket } from 'node:net';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Clock } from '../../chain/index.ts';
import type { RemoteLimits } from '../limits.ts';
import type { Job, RefusedReason } from '../types.ts';
import { createRateLimit } from '../work/rate-limit.ts';
import { createLineReader } from './line-reader.ts';
import { decodeLine, errorLine, STRATUM_CODE, type StratumRequest } from './messages.ts';
import type { Session } from './session.ts';

/** What a peer that is being hung up on gets to read the last line. */
const LAST_WORDS_MS = 1000;
/** Before the first request nothing says which dialect is spoken, and JSON-RPC's own error is understood in most. */
const NOBODY: Pick<StratumRequest, 'isVersion2' | 'method'> = { isVersion2: true, method: '' };

export interface ConnectionParts {
  readonly socket: Socket;
  readonly session: Session;
  readonly limits: RemoteLimits;
  readonly clock: Clock;
  readonly log: Logger;
  onRefused(reason: RefusedReason): void;
}

/** One socket: lines in, lines out, and what ends it. */
export interface Connection {
  push(job: Job): void;
  end(): void;
}

export function createConnection({ socket, session, limits, clock, log, onRefused }: ConnectionParts): Connection {
  const lineLimit = createRateLimit(limits.linesPerSecond, limits.lineBurst, clock.nowMs);
  let isEnding = false;
  let last = NOBODY;
  let cancelTimer: () => void = () => undefined;

  const refuse = (reason: RefusedReason, lastWords = ''): void => {
    if (isEnding) return;
    isEnding = true;
    onRefused(reason);
    log.debug({ event: 'remote.refused', reason, worker: session.worker()?.name }, `outside miner refused: ${reason}`);
    socket.end(lastWords);
    clock.after(LAST_WORDS_MS, () => socket.destroy());
  };
  const endWithin = (ms: number, reason: RefusedReason): void => {
    cancelTimer();
    cancelTimer = clock.after(ms, () => refuse(reason));
  };
  const refuseWith = (reason: RefusedReason, message: string): void =>
    refuse(reason, errorLine({ ...last, id: null }, STRATUM_CODE.garbage, message));

  const send = (text: string): void => {
    if (text === '' || isEnding || socket.destroyed) return;
    if (socket.writableLength + text.length > limits.bufferedBytes) {
      refuse('slow-reader');
      socket.destroy(); // nothing more can reach it
      return;
    }
    socket.write(text);
  };

  const deliver = (text: string): void => {
    send(text);
    const reason = session.ending();
    if (reason !== undefined) refuse(reason);
    else if (session.worker() !== undefined) endWithin(limits.idleMs, 'idle');
  };

  const answer = (request: StratumRequest): void => {
    last = request;
    const text = session.answer(request);
    if (typeof text === 'string') {
      deliver(text);
      return;
    }
    text.then(deliver).catch((thrown: unknown) => {
      log.error({ err: asMedrecError(thrown) }, 'an outside miner was not answered');
      socket.destroy();
    });
  };

  const receive = (line: string): void => {
    if (isEnding) return;
    const decoded = lineLimit.take() ? decodeLine(line) : undefined;
    if (decoded === undefined) refuseWith('flood', 'Too many lines');
    else if (decoded.kind === 'garbage') refuseWith('garbage', 'Not a request');
    else if (decoded.kind === 'request') answer(decoded.request);
  };

  const lines = createLineReader(limits.lineBytes, receive);
  endWithin(limits.loginMs, 'half-open');
  socket.on('data', (chunk) => {
    if (!isEnding && !lines.push(chunk)) refuseWith('line-too-long', 'Line too long');
  });
  socket.on('error', (error) => log.debug({ err: error }, 'an outside miner broke off'));
  socket.once('close', () => {
    isEnding = true;
    cancelTimer();
    session.close();
  });

  return {
    push: (job) => send(session.handOut(job)),
    end() {
      isEnding = true;
      socket.end();
      socket.destroySoon();
    },
  };
}
