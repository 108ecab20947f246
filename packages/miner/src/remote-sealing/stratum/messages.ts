import { z } from 'zod';

const MAX_TEXT = 256;
const MAX_PARAMS = 16;

const envelope = z.looseObject({
  id: z.union([z.string().max(MAX_TEXT), z.number(), z.null()]).default(null),
  jsonrpc: z.unknown().optional(),
  method: z.string().min(1).max(MAX_TEXT),
  params: z.union([z.array(z.unknown()).max(MAX_PARAMS), z.looseObject({}), z.null()]).default([]),
  worker: z.unknown().optional(),
});

/** One line of a miner, decoded. Parameters are texts: a number or a flag in their place is never meant. */
export interface StratumRequest {
  readonly id: string | number | null;
  readonly method: string;
  /** Undefined where the line has something that is no text, or a text over 256 characters. */
  readonly params: readonly (string | undefined)[];
  /** A field beside `params` in EthProxy's dialect. */
  readonly worker: string | undefined;
  /** Whether the line says `jsonrpc`: then the answer has the form of JSON-RPC 2.0, else of 1.0. */
  readonly isVersion2: boolean;
}

/** `answer`: to something this side might have asked; it needs none itself. */
export type Decoded =
  | { readonly kind: 'request'; readonly request: StratumRequest }
  | { readonly kind: 'answer' }
  | { readonly kind: 'garbage' };

export function decodeLine(line: string): Decoded {
  const value = parseJson(line);
  const parsed = envelope.safeParse(value);
  if (!parsed.success) return { kind: isAnswer(value) ? 'answer' : 'garbage' };
  const { id, method, params, worker, jsonrpc } = parsed.data;
  const request = {
    ...{ id, method, worker: textOf(worker), isVersion2: jsonrpc !== undefined },
    params: Array.isArray(params) ? params.map(textOf) : [],
  };
  return { kind: 'request', request };
}

/** Codes of the stratum protocol's errors; -32601 and -32600 are JSON-RPC's. */
export const STRATUM_CODE = {
  other: 20,
  stale: 21,
  duplicate: 22,
  lowDifficulty: 23,
  unauthorised: 24,
  notSubscribed: 25,
  unknownMethod: -32_601,
  garbage: -32_600,
} as const;

type Asked = Pick<StratumRequest, 'id' | 'isVersion2' | 'method'>;

export function resultLine({ id, isVersion2 }: Asked, result: unknown): string {
  return `${JSON.stringify(isVersion2 ? { id, jsonrpc: '2.0', result } : { id, result, error: null })}\n`;
}

/** `mining.*` methods are answered with stratum's triple, the others with JSON-RPC's object. */
export function errorLine({ id, isVersion2, method }: Asked, code: number, message: string): string {
  const error = method.startsWith('mining.') ? [code, message, null] : { code, message };
  return `${JSON.stringify(isVersion2 ? { id, jsonrpc: '2.0', error } : { id, result: null, error })}\n`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // what is no JSON is garbage, and the decoder says so
  }
}

function isAnswer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !('method' in value) && ('result' in value || 'error' in value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= MAX_TEXT ? value : undefined;
}
