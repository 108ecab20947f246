import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Json = Record<string, unknown>;

/** Somebody on the way who can change what a gatekeeper answers to `POST /v1/records/read`, and leaves all else alone. */
export interface AlteringProxy {
  /** Environment in which a program's requests go through here. */
  readonly env: NodeJS.ProcessEnv;
  alter(change: (answer: Json) => Json): void;
  close(): Promise<void>;
}

export async function startAlteringProxy(): Promise<AlteringProxy> {
  let change = (answer: Json): Json => answer;
  const server = createServer((request, response) => {
    forward(request, change).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => send(response, 502, Buffer.from(String(error))),
    );
  });
  // A tunnel's contents are plain HTTP here: they are read as if they had come directly.
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    server.emit('connection', socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: url, http_proxy: url, NO_PROXY: '', no_proxy: '' },
    alter(next) {
      change = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward(request: IncomingMessage, change: (answer: Json) => Json): Promise<{ status: number; body: Buffer }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const target = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const method = request.method ?? 'GET';
  const headers = { 'content-type': request.headers['content-type'] ?? 'application/json' };
  const answer = await fetch(target, { method, headers, ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }) });
  const body = Buffer.from(await answer.arrayBuffer());
  if (target.pathname !== '/v1/records/read' || !answer.ok) return { status: answer.status, body };
  return { status: answer.status, body: Buffer.from(JSON.stringify(change(JSON.parse(body.toString()) as Json))) };
}

function send(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
