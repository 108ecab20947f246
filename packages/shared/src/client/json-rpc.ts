import { z } from 'zod';
import { type Hex, isHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import { plainText } from './plain-text.ts';
import { readBounded } from './read-bounded.ts';

/** One JSON-RPC 2.0 endpoint over HTTP. */
export interface JsonRpc {
  readonly url: string;
  /**
   * The method's result, decoded by `schema`.
   * @throws MedrecError `NODE_UNREACHABLE`, `RPC_REFUSED` (the node's own code in `facts.nodeCode`), `RPC_ANSWER_INVALID`.
   */
  request<T>(method: string, params: readonly unknown[], schema: z.ZodType<T>): Promise<T>;
}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_MESSAGE_CHARS = 500;
const MAX_FACT_CHARS = 200;

// A node names the broken rule in `data.code`; Ethereum's own clients put the revert data there instead.
const failure = z.looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() });
const answer = z.looseObject({ result: z.unknown().optional(), error: failure.optional() });
const refusal = z.looseObject({
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,63}$/)
    .optional(),
  remedy: z.string().max(MAX_MESSAGE_CHARS).optional(),
  facts: z.looseObject({ expected: z.string().max(MAX_FACT_CHARS).optional() }).optional(),
});

/** @param token shown as a bearer, for the node's admin methods */
export function createJsonRpc(url: string, timeoutMs: number, token?: string): JsonRpc {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  let nextId = 1;
  return {
    url,
    async request(method, params, schema) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: nextId++, method, params });
      const value = answer.safeParse(await post(url, headers, body, timeoutMs));
      if (!value.success) throw answerInvalid(method, url);
      if (value.data.error) throw refused(method, value.data.error);
      const result = schema.safeParse(value.data.result);
      if (result.success) return result.data;
      const issue = result.error.issues[0];
      throw answerInvalid(method, url, issue?.path.join('.'), issue?.message);
    },
  };
}

/** The revert data that a refused call carries, or undefined when the node refused for another reason. */
export function revertDataOf(error: unknown): Hex | undefined {
  if (!(error instanceof MedrecError) || error.code !== 'RPC_REFUSED') return undefined;
  const data = error.facts['revertData'];
  return isHex(data) ? data : undefined;
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: string, timeoutMs: number): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = await readBounded(response, MAX_ANSWER_BYTES, () => answerTooLong(url));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    if (cause instanceof MedrecError) throw cause;
    throw new MedrecError({
      code: 'NODE_UNREACHABLE',
      message: 'The node does not answer.',
      facts: { url },
      cause,
      remedy: 'Check that the node runs and that --rpc names its address.',
    });
  }
}

function refused(method: string, error: z.infer<typeof failure>): MedrecError {
  const details = refusal.safeParse(error.data);
  const nested = details.success ? details.data['data'] : undefined;
  const revertData = isHex(error.data) ? error.data : isHex(nested) ? nested : undefined;
  const nodeCode = details.success ? details.data.code : undefined;
  const expected = details.success ? details.data.facts?.expected : undefined;
  return new MedrecError({
    code: 'RPC_REFUSED',
    message: `The node refused: ${plainText(error.message.slice(0, MAX_MESSAGE_CHARS))}`,
    facts: { method, rpcCode: error.code, nodeCode, expected: expected && plainText(expected), revertData },
    ...(details.success && details.data.remedy ? { remedy: plainText(details.data.remedy) } : {}),
  });
}

function answerInvalid(method: string, url: string, field?: string, expected?: string): MedrecError {
  return new MedrecError({
    code: 'RPC_ANSWER_INVALID',
    message: 'The node’s answer has not the expected form.',
    facts: { method, url, field, expected },
    remedy: 'Check that the address belongs to a MedRec node of the same version.',
  });
}

function answerTooLong(url: string): MedrecError {
  return new MedrecError({
    code: 'RPC_ANSWER_INVALID',
    message: 'The node’s answer is too long.',
    facts: { url, limitBytes: MAX_ANSWER_BYTES },
  });
}
