import { MedrecError } from '../errors/index.ts';
import { errorAnswer } from './gatekeeper-schemas.ts';
import { readBounded } from './read-bounded.ts';

export interface GatekeeperHttp {
  /** @returns the answer's bytes. @throws MedrecError with the gatekeeper's code, or `GATEKEEPER_UNREACHABLE`. */
  fetch(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Uint8Array>;
}

const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

export function createGatekeeperHttp(url: string, timeoutMs: number): GatekeeperHttp {
  return {
    async fetch(method, path, body) {
      const { response, bytes } = await send(url, path, timeoutMs, {
        method,
        redirect: 'error', // a signed request goes to the gatekeeper it was made for
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (response.ok) return bytes;
      throw refusal(url, path, response.status, bytes);
    },
  };
}

async function send(url: string, path: string, timeoutMs: number, init: RequestInit): Promise<{ response: Response; bytes: Uint8Array }> {
  try {
    const response = await fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return {
      response,
      bytes: await readBounded(response, MAX_ANSWER_BYTES, () => answerInvalid(url, `at most ${MAX_ANSWER_BYTES} bytes`)),
    };
  } catch (cause) {
    if (cause instanceof MedrecError) throw cause;
    throw new MedrecError({
      code: 'GATEKEEPER_UNREACHABLE',
      message: 'The provider’s gatekeeper does not answer.',
      facts: { url },
      cause,
      remedy: 'Try again later; the provider’s present address is in the Registrar.',
    });
  }
}

function refusal(url: string, path: string, status: number, bytes: Uint8Array): MedrecError {
  const parsed = errorAnswer.safeParse(parseJson(url, bytes));
  if (!parsed.success) return answerInvalid(url, `status ${status} at ${path} without a MedRec error`);
  const { code, message, facts, remedy } = parsed.data.error;
  return new MedrecError({ code, message, facts: { ...facts, status }, ...(remedy === undefined ? {} : { remedy }) });
}

/** @throws MedrecError `GATEKEEPER_ANSWER_INVALID` when the bytes are no JSON. */
export function parseJson(url: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw answerInvalid(url, 'JSON', cause);
  }
}

export function answerInvalid(url: string, expected: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'GATEKEEPER_ANSWER_INVALID',
    message: 'The gatekeeper’s answer has not the expected form.',
    facts: { url, expected },
    cause,
    remedy: 'Check that the address belongs to a MedRec gatekeeper of the same version.',
  });
}
