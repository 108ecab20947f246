import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Chain } from '../../../chain/index.ts';
import type { CallRequest, CallResult } from '../../../execution/index.ts';
import { requireBlockHash } from '../../find-block.ts';
import { CALL_TIMEOUT_MS, MAX_CALL_GAS } from '../../limits.ts';
import { defineMethod } from '../../method.ts';
import { callReverted, limitExceeded } from '../../rpc-error.ts';
import { blockTag, callRequest, positional } from '../../schemas.ts';

export const ethCall = defineMethod('eth_call', positional(callRequest, blockTag), async ({ chain }, [request, tag]) => {
  const result = await boundedCall(chain, await requireBlockHash(chain, tag), request);
  if (result.reverted) throw callReverted(bytesToHex(result.returnData));
  return bytesToHex(result.returnData);
});

/** A call with bounded gas; no answer after five seconds. @throws MedrecError `RPC_LIMIT` */
export async function boundedCall(chain: Pick<Chain, 'call'>, block: Hex, request: CallRequest): Promise<CallResult> {
  const gas = request.gas === undefined || request.gas > MAX_CALL_GAS ? MAX_CALL_GAS : request.gas;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = limitExceeded('The call took too long.', { timeoutMs: CALL_TIMEOUT_MS }, 'Ask for less in one call.');
    timer = setTimeout(() => reject(late), CALL_TIMEOUT_MS);
  });
  try {
    return await Promise.race([chain.call(block, { ...request, gas }), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
