import type { FastifyInstance } from 'fastify';
import { decodeBody } from '../decode.ts';
import { enrollBody } from '../schemas.ts';
import type { HttpServices } from '../services.ts';

/** `POST /v1/enroll`: a patient with an invitation brings her own address. 202: the chain will say when it holds. */
export function enrollRoute(server: FastifyInstance, { enroll }: HttpServices): void {
  server.post('/v1/enroll', async (request, reply) => {
    const { invitation, registration } = decodeBody(enrollBody, request.body);
    return reply.status(202).send(await enroll(invitation, registration));
  });
}
