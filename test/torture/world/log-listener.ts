import { once } from 'node:events';

/** A log as JSON-RPC sends it. */
export interface RpcLog {
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logIndex: string;
  readonly data: string;
  readonly topics: readonly string[];
  readonly removed: boolean;
}

/** Everything that a subscriber to logs is sent. */
export interface LogListener {
  readonly logs: readonly RpcLog[];
  close(): void;
}

export async function listenToLogs(url: string): Promise<LogListener> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  const logs: RpcLog[] = [];
  const subscribed = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { id?: number; error?: unknown; params?: { result: RpcLog } };
    if (message.params) logs.push(message.params.result);
    else if (message.error) subscribed.reject(new RangeError(`no subscription: ${JSON.stringify(message.error)}`));
    else subscribed.resolve();
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['logs', {}] }));
  await subscribed.promise;
  return { logs, close: () => socket.close() };
}

/** What names a log, whether it came or went. */
export function logName({ blockHash, transactionHash, logIndex, data, topics }: RpcLog): string {
  return [blockHash, transactionHash, logIndex, data, ...topics].join(' ');
}
