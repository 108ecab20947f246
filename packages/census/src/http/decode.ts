import { MedrecError } from '@medrec/shared/errors';
import type { z } from 'zod';

/** @throws MedrecError `BODY_INVALID` naming the first wrong field, never its value. */
export function decodeBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'BODY_INVALID',
    message: 'The request has a wrong, missing or unknown field.',
    facts: { field: issue?.path.join('.'), expected: issue?.code },
    remedy: 'Compare it with docs/protocol.md, “Gatekeeper’s HTTP API”.',
  });
}
