import type { FastifyInstance } from 'fastify';
import { relationshipBody } from '../schemas.ts';
import type { HttpServices } from '../services.ts';
import { signedRoute } from '../signed-route.ts';

/** `POST /v1/census-log`: the owner sees which releases counted her. */
export function censusLogRoute(server: FastifyInstance, { gatekeeper }: HttpServices): void {
  signedRoute(server, '/v1/census-log', relationshipBody, gatekeeper.censusLog);
}
