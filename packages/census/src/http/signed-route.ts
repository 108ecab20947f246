import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { SignedRequest } from '../gatekeeper/index.ts';
import { decodeBody } from './decode.ts';
import { envelope } from './schemas.ts';

/** A `POST` whose body is a signed request: the envelope is decoded first, then the body inside it. */
export function signedRoute<Schema extends z.ZodType, Answer>(
  server: FastifyInstance,
  path: string,
  schema: Schema,
  serve: (signed: SignedRequest<z.infer<Schema>>) => Promise<Answer>,
): void {
  server.post(path, async (incoming) => {
    const { request, signature, body } = decodeBody(envelope, incoming.body);
    return serve({ request, signature, body: decodeBody(schema, body), signedBody: body });
  });
}
