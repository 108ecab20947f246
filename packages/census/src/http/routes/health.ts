import { MedrecError } from '@medrec/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { HttpServices } from '../services.ts';

/** `GET /v1/livez`: the process answers. `GET /v1/readyz`: its node answers, the vault is open, the node is not behind. */
export function healthRoutes(server: FastifyInstance, { readiness }: HttpServices): void {
  server.get('/v1/livez', async () => ({ status: 'ok' }));
  server.get('/v1/readyz', async () => {
    const problem = await readiness();
    if (problem === undefined) return { status: 'ok' };
    throw new MedrecError({
      code: 'NOT_READY',
      message: 'The gatekeeper cannot serve yet.',
      facts: { problem },
      remedy: 'Look at the hospital’s node and at this program’s log.',
    });
  });
}
