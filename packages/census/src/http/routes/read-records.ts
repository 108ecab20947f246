import type { FastifyInstance } from 'fastify';
import { readBody } from '../schemas.ts';
import type { HttpServices } from '../services.ts';
import { signedRoute } from '../signed-route.ts';

/** `POST /v1/records/read`: the owner, or a viewer with a grant, reads the record with its proofs. */
export function readRecordsRoute(server: FastifyInstance, { gatekeeper }: HttpServices): void {
  signedRoute(server, '/v1/records/read', readBody, gatekeeper.readRecords);
}
