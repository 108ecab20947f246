import type { FastifyInstance } from 'fastify';
import { relationshipBody } from '../schemas.ts';
import type { HttpServices } from '../services.ts';
import { signedRoute } from '../signed-route.ts';

/** `POST /v1/access-log`: the owner sees who read what, when, and who was refused. */
export function accessLogRoute(server: FastifyInstance, { gatekeeper }: HttpServices): void {
  signedRoute(server, '/v1/access-log', relationshipBody, gatekeeper.accessLog);
}
