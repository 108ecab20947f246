import websocket from '@fastify/websocket';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createAdminCheck } from './admin-check.ts';
import { createDispatch, type DispatchObserver, failure } from './dispatch.ts';
import { createGuard, type GuardOptions } from './guard.ts';
import { MAX_BODY_BYTES, MAX_SOCKETS } from './limits.ts';
import { createFilterStore } from './live/filters.ts';
import { followChain } from './live/head-feed.ts';
import { createSubscriptionHub } from './live/subscriptions.ts';
import { METHODS } from './methods/index.ts';
import { remoteCallerOf } from './remote-caller.ts';
import { serveSocket } from './serve-socket.ts';
import type { Caller, RpcContext } from './types.ts';

export interface RpcServerOptions extends GuardOptions {
  /** Loopback unless the operator says otherwise. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Who shows it may call admin methods; absent: nobody may. */
  readonly adminToken?: string;
}

/** A plain GET page beside JSON-RPC: health and metrics. */
export interface PlainRoute {
  readonly path: string;
  answer(
    query: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly contentType: string; readonly body: string }>;
}

export interface RpcServerDependencies extends Omit<RpcContext, 'filters'> {
  readonly routes: readonly PlainRoute[];
  readonly observer: DispatchObserver;
  readonly log: Logger;
}

export interface RpcServer {
  /** @returns the address, for example `http://127.0.0.1:8545`. @throws MedrecError `RPC_PORT` when the port is taken. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** Ethereum's JSON-RPC over HTTP and WebSocket on one port, with `/metrics`, `/livez` and `/readyz` beside it. */
export async function createRpcServer(options: RpcServerOptions, dependencies: RpcServerDependencies): Promise<RpcServer> {
  const { chain, pool, log, routes, observer } = dependencies;
  const filters = createFilterStore();
  const hub = createSubscriptionHub();
  const dispatch = createDispatch(METHODS, { ...dependencies, filters }, log, observer);
  const guard = createGuard(options);
  const isAdmin = createAdminCheck(options.adminToken);
  const stops = [
    followChain(
      chain,
      (news) => {
        filters.onNews(news);
        hub.onNews(news);
      },
      (thrown) => log.error({ err: asMedrecError(thrown) }, 'subscribers missed a change of the head'),
      () => filters.size() + hub.size() > 0,
    ),
    pool.onAdded(({ hash }) => {
      filters.onPending(hash);
      hub.onPending(hash);
    }),
  ];
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
  });
  hardenParsing(app);
  await app.register(websocket, { options: { maxPayload: MAX_BODY_BYTES } });
  app.addHook('onRequest', async (request, reply) => {
    guard(request.headers.host, request.headers.origin);
    const origin = request.headers.origin;
    if (origin !== undefined) void reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
  });
  const callerOf = ({ headers: { authorization }, params }: FastifyRequest): Caller => ({
    isAdmin: isAdmin(authorization),
    remote: remoteCallerOf(authorization, Object.values(params as Record<string, string>)),
  });
  // Outside miners that can send no credentials put their name, and the token, into the path.
  for (const path of ['/', '/:first', '/:first/:second'])
    app.post(path, async (request, reply) => send(reply, await dispatch(request.body, callerOf(request))));
  let sockets = 0;
  app.get('/', { websocket: true }, (socket, request) => {
    if (sockets >= MAX_SOCKETS) return socket.close(1013, 'too many connections');
    sockets += 1;
    socket.once('close', () => {
      sockets -= 1;
    });
    serveSocket(socket, dispatch, hub, callerOf(request), log);
  });
  for (const route of routes) {
    app.get<{ Querystring: Record<string, string> }>(route.path, async (request, reply) => {
      const { status, contentType, body } = await route.answer(request.query);
      return reply.code(status).type(contentType).send(body);
    });
  }
  return {
    async start() {
      try {
        return await app.listen({ host: options.host, port: options.port });
      } catch (cause) {
        const facts = { host: options.host, port: options.port };
        throw new MedrecError({
          code: 'RPC_PORT',
          message: 'The RPC port could not be opened.',
          facts,
          cause,
          remedy: 'Choose another with --rpc-port, or 0 for a free one.',
        });
      }
    },
    async stop() {
      for (const stop of stops) stop();
      await app.close();
    },
  };
}

/** JSON alone: a form or text post is what a foreign web page can send without being asked first. */
function hardenParsing(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((thrown: { statusCode?: number; code?: string; message: string }, _, reply) => {
    const status = thrown instanceof MedrecError ? 403 : (thrown.statusCode ?? 500);
    const code = status === 400 ? 'RPC_PARSE' : 'RPC_INVALID_REQUEST';
    const error = thrown instanceof MedrecError ? thrown : new MedrecError({ code, message: thrown.message });
    return reply.code(status).type('application/json').send(failure(null, error));
  });
}

function send(reply: FastifyReply, answer: string): FastifyReply {
  if (answer === '') return reply.code(204).send();
  return reply.type('application/json').send(answer);
}
