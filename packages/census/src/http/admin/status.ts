import type { FastifyInstance } from 'fastify';
import type { AdminServices } from '../services.ts';

/** `GET /v1/admin/status`: counts of what is where, for `medrec-census status`. */
export function statusRoute(server: FastifyInstance, { status }: AdminServices): void {
  server.get('/v1/admin/status', async () => status());
}
