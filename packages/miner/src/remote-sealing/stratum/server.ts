import { createServer, type Server, type Socket } from 'node:net';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { RefusedReason } from '../types.ts';
import { type Connection, createConnection } from './connection.ts';
import { createExtranonces } from './extranonces.ts';
import { createSession, type SessionParts } from './session.ts';

const KEEP_ALIVE_MS = 30_000;

export interface StratumServerParts extends Omit<SessionParts, 'extranonces'> {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Logger;
  onRefused(reason: RefusedReason): void;
}

/** The TCP listener for every stratum dialect: which one a miner speaks is told by its first line. */
export interface StratumServer {
  /** @returns `host:port`. @throws MedrecError `STRATUM_PORT` when the port is taken. */
  start(): Promise<string>;
  stop(): Promise<void>;
  connections(): number;
}

export function createStratumServer(parts: StratumServerParts): StratumServer {
  const { feed, limits, clock, log, host, port, onRefused } = parts;
  const connections = new Set<Connection>();
  const perAddress = new Map<string, number>();
  const sessionParts = { ...parts, extranonces: createExtranonces() };

  const accept = (socket: Socket): void => {
    const address = socket.remoteAddress ?? '';
    const fromAddress = perAddress.get(address) ?? 0;
    const reason = refusalOf(connections.size >= limits.connections, fromAddress >= limits.connectionsPerAddress);
    if (reason !== undefined) {
      onRefused(reason);
      socket.destroy();
      return;
    }
    perAddress.set(address, fromAddress + 1);
    const session = createSession(sessionParts);
    const connection = createConnection({ socket, session, limits, clock, log, onRefused });
    connections.add(connection);
    socket.once('close', () => {
      connections.delete(connection);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
  };

  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }, accept);
  let endFeed: (() => void) | undefined;

  return {
    connections: () => connections.size,
    async start() {
      await listen(server, host, port);
      server.on('error', (error) => log.error({ err: error }, 'the listener for outside miners failed'));
      endFeed = feed.onJob((job) => {
        for (const connection of connections) connection.push(job);
      });
      const bound = server.address();
      const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port;
      return `${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
    },
    async stop() {
      endFeed?.();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.end();
      await closed;
    },
  };
}

function refusalOf(isFull: boolean, isAddressFull: boolean): RefusedReason | undefined {
  if (isFull) return 'full';
  return isAddressFull ? 'address-full' : undefined;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new MedrecError({
          code: 'STRATUM_PORT',
          message: 'The port for outside miners could not be opened.',
          facts: { host, port },
          cause,
          remedy: 'Choose another with --stratum-port, or 0 for a free one.',
        }),
      ),
    );
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}
