import type { FastifyInstance } from 'fastify';
import { decodeBody } from '../decode.ts';
import { inviteBody } from '../schemas.ts';
import type { AdminServices } from '../services.ts';

/** `POST /v1/admin/invitations`: reserves a patient who is not enrolled and answers her invitation. */
export function inviteRoute(server: FastifyInstance, { invite }: AdminServices): void {
  server.post('/v1/admin/invitations', async (request, reply) => {
    const { patient } = decodeBody(inviteBody, request.body);
    return reply.status(201).send(await invite(patient));
  });
}
