import type { Hex } from '@medrec/shared/bytes';
import { asMedrecError, MedrecError, RuleError } from '@medrec/shared/errors';

// Numbers of JSON-RPC 2.0 and EIP-1474; 3 is what Ethereum clients answer a reverted call with.
export const RPC_CODE = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  server: -32000,
  rejected: -32003,
  limit: -32005,
  /** Of the range that JSON-RPC 2.0 leaves to servers. */
  unauthorised: -32011,
  reverted: 3,
} as const;

export interface RpcError {
  readonly code: number;
  readonly message: string;
  /** `{code, facts, remedy}` of the error; a reverted call's returned bytes instead, where Ethereum's libraries look for them. */
  readonly data?: unknown;
}

const BY_CODE: Readonly<Record<string, number>> = {
  RPC_PARSE: RPC_CODE.parse,
  RPC_INVALID_REQUEST: RPC_CODE.invalidRequest,
  RPC_METHOD_NOT_FOUND: RPC_CODE.methodNotFound,
  RPC_INVALID_PARAMS: RPC_CODE.invalidParams,
  RPC_LIMIT: RPC_CODE.limit,
  RPC_UNAUTHORISED: RPC_CODE.unauthorised,
  REMOTE_TOKEN: RPC_CODE.unauthorised,
  INTERNAL: RPC_CODE.internal,
};

export function toRpcError(thrown: unknown): RpcError {
  const error = asMedrecError(thrown);
  if (error.code === 'CALL_REVERTED') return { code: RPC_CODE.reverted, message: 'execution reverted', data: error.facts['returnData'] };
  if (error.code === 'INTERNAL')
    return { code: RPC_CODE.internal, message: 'The node failed to answer; its log says why.', data: { code: 'INTERNAL' } };
  const code = error instanceof RuleError ? RPC_CODE.rejected : (BY_CODE[error.code] ?? RPC_CODE.server);
  const { facts, remedy } = error.toJSON();
  return { code, message: `${error.code}: ${error.message}`, data: { code: error.code, facts, ...(remedy ? { remedy } : {}) } };
}

export function callReverted(returnData: Hex): MedrecError {
  return new MedrecError({ code: 'CALL_REVERTED', message: 'The call reverted.', facts: { returnData } });
}

export function limitExceeded(message: string, facts: Record<string, string | number | bigint>, remedy: string): MedrecError {
  return new MedrecError({ code: 'RPC_LIMIT', message, facts, remedy });
}

export function methodNotFound(method: string): MedrecError {
  return new MedrecError({ code: 'RPC_METHOD_NOT_FOUND', message: 'The node has no such method.', facts: { method: method.slice(0, 64) } });
}

export function notAdmin(method: string): MedrecError {
  return new MedrecError({
    code: 'RPC_UNAUTHORISED',
    message: 'This method changes the node and needs its admin token.',
    facts: { method },
    remedy: 'Send `Authorization: Bearer <token>` with the token in the file `admin-token` of the node’s folder.',
  });
}
