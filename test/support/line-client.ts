import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** One line of a line-delimited JSON protocol. */
export type Line = Readonly<Record<string, unknown>>;

/** The wire side of a miner: it sends lines and waits for lines, and knows no dialect. */
export interface LineClient {
  readonly socket: Socket;
  readonly lines: readonly Line[];
  send(message: unknown): void;
  /** The first line not yet taken that the test accepts; earlier ones stay for others. */
  take(accepts: (line: Line) => boolean, timeoutMs?: number): Promise<Line>;
  /** Sends a request and takes the answer with its id. */
  ask(message: Line): Promise<Line>;
  /** Resolves when the other side has hung up. */
  closed(timeoutMs?: number): Promise<void>;
  end(): void;
}

const TIMEOUT_MS = 10_000;

/** @param address `host:port` */
export async function connectLines(address: string): Promise<LineClient> {
  const at = address.lastIndexOf(':');
  const socket = connect(Number(address.slice(at + 1)), address.slice(0, at));
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  const lines: Line[] = [];
  const taken = new Set<Line>();
  const waiting = new Set<() => void>();
  const isClosed = once(socket, 'close');
  createInterface({ input: socket }).on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
    for (const look of waiting) look();
  });

  const take = (accepts: (line: Line) => boolean, timeoutMs = TIMEOUT_MS): Promise<Line> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((line) => !taken.has(line) && accepts(line));
        if (found === undefined) return;
        taken.add(found);
        finish(() => resolve(found));
      };
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        waiting.delete(look);
        settle();
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error(`the line did not come; there were ${JSON.stringify(lines)}`))),
        timeoutMs,
      );
      waiting.add(look);
      look();
    });

  const send = (message: unknown): void => void socket.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  return {
    socket,
    lines,
    send,
    take,
    ask(message) {
      send(message);
      return take((line) => line['id'] === message['id'] && line['method'] === undefined);
    },
    async closed(timeoutMs = TIMEOUT_MS) {
      socket.resume();
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error('the connection stayed open')), timeoutMs);
      await Promise.race([isClosed, late.promise]).finally(() => clearTimeout(timer));
    },
    end: () => socket.destroy(),
  };
}
