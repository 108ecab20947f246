import type { FastifyInstance } from 'fastify';
import { decodeBody } from '../decode.ts';
import { claimBody } from '../schemas.ts';
import type { HttpServices } from '../services.ts';

/** `POST /v1/claims`: a lab is paid; the answer is the package, encrypted to its key. */
export function claimRoute(server: FastifyInstance, { gatekeeper }: HttpServices): void {
  server.post('/v1/claims', async (request, reply) => {
    const box = await gatekeeper.claim(decodeBody(claimBody, request.body));
    return reply.type('application/octet-stream').send(Buffer.from(box.buffer, box.byteOffset, box.byteLength));
  });
}
