import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import { MAX_ANSWER_BYTES, MAX_BATCH } from './limits.ts';
import type { RpcMethod } from './method.ts';
import { limitExceeded, methodNotFound, notAdmin, type RpcError, toRpcError } from './rpc-error.ts';
import type { Caller, RpcContext } from './types.ts';

const envelope = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string().max(256), z.number(), z.null()]).optional(),
  method: z.string().max(128),
  params: z.unknown().optional(),
});

export interface DispatchObserver {
  /** `outcome` is `ok` or the error's code; the method is one of the node's own names. */
  called(method: string, outcome: string, seconds: number): void;
}

/** Answers one parsed JSON-RPC message or batch with the text of the response; empty when only notifications came. */
export type Dispatch = (message: unknown, caller: Caller) => Promise<string>;

export function createDispatch(
  methods: ReadonlyMap<string, RpcMethod>,
  context: RpcContext,
  log: Logger,
  observer: DispatchObserver,
): Dispatch {
  const run = async (request: z.infer<typeof envelope>, caller: Caller): Promise<unknown> => {
    const method = methods.get(request.method);
    if (method === undefined) throw methodNotFound(request.method);
    const startedAt = performance.now();
    let outcome = 'ok';
    try {
      if (method.isAdminOnly && !caller.isAdmin) throw notAdmin(method.name);
      return await method.call(context, decodeParams(method, request.params), caller);
    } catch (thrown) {
      const error = asMedrecError(thrown);
      outcome = error.code;
      if (error.code === 'INTERNAL')
        log.error({ method: method.name, err: error.cause ?? error }, `${method.name} failed: ${error.message}`);
      throw error;
    } finally {
      observer.called(method.name, outcome, (performance.now() - startedAt) / 1000);
    }
  };

  const one = async (message: unknown, caller: Caller): Promise<string> => {
    const parsed = envelope.safeParse(message);
    if (!parsed.success)
      return failure(null, new MedrecError({ code: 'RPC_INVALID_REQUEST', message: 'The message is no JSON-RPC 2.0 request.' }));
    const { id } = parsed.data;
    try {
      const result = (await run(parsed.data, caller)) ?? null;
      return id === undefined ? '' : `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(result)}}`;
    } catch (thrown) {
      return id === undefined ? '' : failure(id, thrown, methods.get(parsed.data.method)?.hasPlainErrors);
    }
  };

  return async (message, caller) => {
    if (!Array.isArray(message)) return one(message, caller);
    if (message.length === 0 || message.length > MAX_BATCH) {
      return failure(
        null,
        new MedrecError({ code: 'RPC_INVALID_REQUEST', message: 'A batch holds 1 to 1,000 calls.', facts: { calls: message.length } }),
      );
    }
    const answers: string[] = [];
    let bytes = 0;
    for (const item of message as unknown[]) {
      if (bytes > MAX_ANSWER_BYTES) {
        answers.push(
          failure(null, limitExceeded('The batch’s answer is too long.', { limit: MAX_ANSWER_BYTES }, 'Ask in smaller batches.')),
        );
        break;
      }
      const answer = await one(item, caller);
      bytes += answer.length;
      if (answer !== '') answers.push(answer);
    }
    return answers.length === 0 ? '' : `[${answers.join(',')}]`;
  };
}

function plainError({ code, message }: RpcError, remedy: string | undefined): RpcError {
  return { code, message: remedy === undefined ? message : `${message} ${remedy}` };
}

export function failure(id: string | number | null, thrown: unknown, isPlain = false): string {
  const error = toRpcError(thrown);
  return JSON.stringify({ jsonrpc: '2.0', id, error: isPlain ? plainError(error, asMedrecError(thrown).remedy) : error });
}

function decodeParams(method: RpcMethod, params: unknown): unknown {
  const parsed = method.params.safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'RPC_INVALID_PARAMS',
    message: 'A parameter has the wrong form.',
    facts: { method: method.name, parameter: issue?.path.join('.'), expected: issue?.message },
  });
}
