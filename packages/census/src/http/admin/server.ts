import { createHash, timingSafeEqual } from 'node:crypto';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { createServer, type HttpServer, listen } from '../server.ts';
import type { AdminServices } from '../services.ts';
import { inviteRoute } from './invite.ts';
import { loadRoute } from './load.ts';
import { statusRoute } from './status.ts';

/**
 * The operator's calls, on a listener of their own that is bound to loopback: what is local is decided by the socket,
 * not by a Host header, and no proxy in front of the public port can reach it. Each call carries the bearer token.
 */
export async function startAdminServer(token: string, services: AdminServices, log: Logger): Promise<HttpServer> {
  const server = createServer(log);
  server.addHook('onRequest', async (request) => {
    if (isToken(request.headers.authorization, token)) return;
    throw new MedrecError({
      code: 'ADMIN_TOKEN_WRONG',
      message: 'The operator’s token is missing or wrong.',
      remedy: 'Run the command with the --dir of this hospital; its admin-token file holds the token.',
    });
  });
  inviteRoute(server, services);
  statusRoute(server, services);
  loadRoute(server, services);
  return listen(server, { host: '127.0.0.1', port: 0 });
}

/** Compared by hash, in constant time whatever the lengths. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
