import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { readAdminToken, readEndpoint } from './endpoint-file.ts';

const TIMEOUT_MS = 30_000;

const refusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    remedy: z.string().optional(),
  }),
});

/** Calls the operator's API of the hospital that serves from this folder. @throws MedrecError with its code, or `HOSPITAL_NOT_SERVING`. */
export async function callAdmin(dir: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
  const { admin } = await readEndpoint(dir);
  const authorization = `Bearer ${await readAdminToken(dir)}`;
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = body === undefined ? { authorization } : { authorization, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(new URL(path, admin), { method, headers, signal, ...json }).catch((cause: unknown) => {
    throw new MedrecError({
      code: 'HOSPITAL_NOT_SERVING',
      message: 'This hospital does not answer.',
      facts: { url: admin },
      cause,
      remedy: 'Start it with `medrec-census serve --dir …`.',
    });
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const parsed = refusal.parse(answer);
  const { code, message, facts, remedy } = parsed.error;
  throw new MedrecError({ code, message, ...(facts ? { facts } : {}), ...(remedy ? { remedy } : {}) });
}
