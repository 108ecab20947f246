import type { FastifyInstance } from 'fastify';
import { revokeBody } from '../schemas.ts';
import type { HttpServices } from '../services.ts';
import { signedRoute } from '../signed-route.ts';

/** `POST /v1/grants/revoke`: the owner shuts a viewer out at once, ahead of the chain. */
export function revokeGrantRoute(server: FastifyInstance, { gatekeeper }: HttpServices): void {
  signedRoute(server, '/v1/grants/revoke', revokeBody, gatekeeper.revokeGrant);
}
