import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface FakeAnswer {
  readonly status?: number;
  /** Sent as it is; anything else as JSON. */
  readonly body: unknown;
}

/** An HTTP server on a free port of the loopback; the handler sees method, path and the JSON body. */
export async function serveFake(
  handle: (method: string, path: string, body: unknown) => Promise<FakeAnswer> | FakeAnswer,
): Promise<FakeServer> {
  const server = createServer(async (request, response) => {
    const text = await readAll(request);
    const answer = await handle(request.method ?? '', request.url ?? '', text === '' ? undefined : JSON.parse(text));
    const raw = answer.body instanceof Uint8Array || typeof answer.body === 'string';
    response.writeHead(answer.status ?? 200, { 'content-type': raw ? 'application/octet-stream' : 'application/json' });
    response.end(raw ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
