import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type Dispatch, failure } from './dispatch.ts';
import { MAX_SOCKET_BUFFER_BYTES } from './limits.ts';
import type { SubscriptionHub } from './live/subscriptions.ts';
import type { Caller } from './types.ts';

/** What is needed of a WebSocket (package `ws`). */
export interface Socket {
  readonly bufferedAmount: number;
  send(text: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: Buffer | ArrayBuffer | Buffer[]) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

const MAX_WAITING_MESSAGES = 1000;

/** Answers one socket's messages in their order; a reader that is too slow is disconnected. */
export function serveSocket(socket: Socket, dispatch: Dispatch, hub: SubscriptionHub, caller: Caller, log: Logger): void {
  const send = (text: string): void => {
    if (text === '') return;
    if (socket.bufferedAmount > MAX_SOCKET_BUFFER_BYTES) socket.terminate();
    else socket.send(text);
  };
  const session = hub.open(send);
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  socket.on('message', (data) => {
    if (++waiting > MAX_WAITING_MESSAGES) return socket.terminate();
    last = last
      .then(() => answer(String(data)))
      .then(send, (thrown: unknown) => log.error({ err: asMedrecError(thrown) }, 'a WebSocket message was not answered'))
      .finally(() => {
        waiting -= 1;
      });
  });
  socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket broke off'));
  socket.once('close', session.close);

  async function answer(text: string): Promise<string> {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return failure(null, new MedrecError({ code: 'RPC_PARSE', message: 'The message is no JSON.' }));
    }
    return dispatch(message, { ...caller, session });
  }
}
