import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type FastifyInstance, fastify } from 'fastify';
import { answerError } from './errors.ts';
import { accessLogRoute } from './routes/access-log.ts';
import { censusLogRoute } from './routes/census-log.ts';
import { claimRoute } from './routes/claim.ts';
import { enrollRoute } from './routes/enroll.ts';
import { healthRoutes } from './routes/health.ts';
import { providerRoute } from './routes/provider.ts';
import { readRecordsRoute } from './routes/read-records.ts';
import { revokeGrantRoute } from './routes/revoke-grant.ts';
import type { HttpServices } from './services.ts';

export const BODY_LIMIT_BYTES: number = 1024 * 1024;

export interface ListenOptions {
  /** Loopback unless the operator says otherwise: a proxy that speaks TLS stands in front. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
}

export interface HttpServer {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  close(): Promise<void>;
}

const PUBLIC_ROUTES = [
  providerRoute,
  healthRoutes,
  enrollRoute,
  readRecordsRoute,
  revokeGrantRoute,
  accessLogRoute,
  censusLogRoute,
  claimRoute,
];

/** The gatekeeper's public API. @throws MedrecError `PORT_TAKEN`. */
export async function startHttpServer(options: ListenOptions, services: HttpServices, log: Logger): Promise<HttpServer> {
  const server = createServer(log);
  for (const route of PUBLIC_ROUTES) route(server, services);
  return listen(server, options);
}

/** A server with the house's limits and errors, and no routes. */
export function createServer(log: Logger): FastifyInstance {
  const server = fastify({ bodyLimit: BODY_LIMIT_BYTES, requestTimeout: 30_000, keepAliveTimeout: 10_000, forceCloseConnections: true });
  // Only JSON: a text/plain post is what a web page of another origin may send without asking.
  server.removeContentTypeParser('text/plain');
  server.setErrorHandler((thrown, request, reply) => {
    const { status, body } = answerError(thrown);
    if (status >= 500) log.error({ code: body.error.code, path: request.routeOptions.url, cause: nameOf(thrown) }, 'request failed');
    else log.debug({ code: body.error.code, path: request.routeOptions.url }, 'request refused');
    return reply.status(status).send(body);
  });
  server.setNotFoundHandler(() => {
    throw new MedrecError({
      code: 'ROUTE_UNKNOWN',
      message: 'There is no such call.',
      remedy: 'See docs/protocol.md for the calls of v1.',
    });
  });
  return server;
}

export async function listen(server: FastifyInstance, options: ListenOptions): Promise<HttpServer> {
  const { host = '127.0.0.1', port = 0 } = options;
  try {
    const url = await server.listen({ host, port });
    return { url, close: () => server.close() };
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'EADDRINUSE') throw cause;
    throw new MedrecError({
      code: 'PORT_TAKEN',
      message: 'Another program listens there.',
      facts: { host, port },
      cause,
      remedy: 'Choose another --port; 0 takes a free one.',
    });
  }
}

/** An error's kind, without its message: that may quote data. */
function nameOf(thrown: unknown): string {
  if (thrown instanceof MedrecError) return thrown.cause instanceof Error ? `${thrown.code} (${thrown.cause.name})` : thrown.code;
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
