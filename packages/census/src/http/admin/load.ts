import type { FastifyInstance } from 'fastify';
import { decodeBody } from '../decode.ts';
import { loadBody } from '../schemas.ts';
import type { AdminServices } from '../services.ts';

/** `POST /v1/admin/loads`: loads a source in the running server, which is the vault's only writer. 202: `status` shows how far it is. */
export function loadRoute(server: FastifyInstance, { load }: AdminServices): void {
  server.post('/v1/admin/loads', async (request, reply) => {
    const { source, paths } = decodeBody(loadBody, request.body);
    await load(source, paths);
    return reply.status(202).send({ status: 'started' });
  });
}
