import type { FastifyInstance } from 'fastify';
import type { HttpServices } from '../services.ts';

/** `GET /v1/provider`: who this is and what it offers; for anyone. */
export function providerRoute(server: FastifyInstance, { gatekeeper }: HttpServices): void {
  server.get('/v1/provider', async () => gatekeeper.provider);
}
