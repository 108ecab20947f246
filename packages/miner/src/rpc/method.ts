import type { z } from 'zod';
import type { Caller, RpcContext, Session } from './types.ts';

/** One JSON-RPC method: its name, the schema of its positional parameters, and what it does. */
export interface RpcMethod {
  readonly name: string;
  readonly params: z.ZodType;
  /** Only for who shows the node's admin token. */
  readonly isAdminOnly: boolean;
  /** Its errors are a number and a text: ethminer ends on an error that has anything else in it. */
  readonly hasPlainErrors: boolean;
  call(context: RpcContext, params: unknown, caller: Caller): Promise<unknown>;
}

/** Ties a handler to its schema: the handler sees decoded parameters only, and may be given bad ones by nobody. */
export function defineMethod<T>(
  name: string,
  params: z.ZodType<T>,
  handler: (context: RpcContext, params: T, session: Session | undefined) => unknown,
): RpcMethod {
  return {
    ...{ name, params, isAdminOnly: false, hasPlainErrors: false },
    call: async (context, decoded, caller) => handler(context, decoded as T, caller.session),
  };
}

/** A method that outside miners call: it matters who asks, and how errors look. */
export function defineMinerMethod<T>(
  name: string,
  params: z.ZodType<T>,
  handler: (context: RpcContext, params: T, caller: Caller) => unknown,
): RpcMethod {
  return {
    ...{ name, params, isAdminOnly: false, hasPlainErrors: true },
    call: async (context, decoded, caller) => handler(context, decoded as T, caller),
  };
}

/** A method that changes the node: refused without the admin token. */
export function defineAdminMethod<T>(name: string, params: z.ZodType<T>, handler: (context: RpcContext, params: T) => unknown): RpcMethod {
  return { ...defineMethod(name, params, handler), isAdminOnly: true };
}
