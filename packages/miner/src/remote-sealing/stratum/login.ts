import type { TokenCheck } from '../access/token.ts';
import { cleanName, parseLogin } from '../workers/worker-name.ts';
import type { Dialect } from './dialects/dialect.ts';
import { ethProxy } from './dialects/eth-proxy.ts';
import { ethereumStratum } from './dialects/ethereum-stratum.ts';
import { plainStratum } from './dialects/plain-stratum.ts';
import type { StratumRequest } from './messages.ts';

/** EthereumStratum's `mining.subscribe` names itself; every other one means the plain dialect. Undefined: not spoken here. */
export function subscribedDialect({ params }: StratumRequest): Dialect | undefined {
  const named = params.find((text) => text?.startsWith('EthereumStratum/'));
  if (named === undefined) return plainStratum;
  return named.startsWith('EthereumStratum/1.') ? ethereumStratum : undefined;
}

/** `eth_submitLogin` needs no subscription; a bare `mining.authorize` is taken for the plain dialect's. */
export function loginDialect(request: StratumRequest, subscribed: Dialect | undefined): Dialect {
  if (request.method.startsWith('eth_')) return ethProxy;
  return subscribed ?? plainStratum;
}

/** `[user, password]` and, in EthProxy, a field `worker`. @returns the worker's name, undefined when the token is not right */
export function workerOf({ params, worker }: StratumRequest, isToken: TokenCheck): string | undefined {
  const login = parseLogin({ user: params[0] ?? '', password: params[1], worker });
  return isToken(login.secrets) ? cleanName(login.worker) : undefined;
}
