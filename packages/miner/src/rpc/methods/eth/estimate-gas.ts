import { bytesToHex } from '@medrec/shared/bytes';
import { gasLimitAt } from '@medrec/shared/chain';
import { requireBlock } from '../../find-block.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { callReverted } from '../../rpc-error.ts';
import { blockTag, callRequest, positional } from '../../schemas.ts';
import { boundedCall } from './call.ts';

/** Gas; inner calls of a contract that ends with a transfer of control may need this much above a 64th. */
const FIRST_GUESS_MARGIN = 5000n;

/**
 * The smallest gas limit, to within 2 %, with which the call does not revert. A search is needed because a call keeps
 * back a 64th of its gas from each inner call (EIP-150), so what was used is less than what must be given.
 */
export const ethEstimateGas = defineMethod('eth_estimateGas', positional(callRequest, blockTag), async ({ chain }, [request, tag]) => {
  const block = await requireBlock(chain, tag);
  const blockHash = bytesToHex(block.hash());
  const attempt = (gas: bigint) => boundedCall(chain, blockHash, { ...request, gas });
  let high = gasLimitAt(chain.spec.config.medrec, block.header.number + 1n);
  const widest = await attempt(high);
  if (widest.reverted) throw callReverted(bytesToHex(widest.returnData));
  let low = widest.gasUsed;
  let guess = (widest.gasUsed * 64n) / 63n + FIRST_GUESS_MARGIN;
  while (high - low > high / 50n) {
    if (guess >= high) guess = (low + high) / 2n;
    if ((await attempt(guess)).reverted) low = guess;
    else high = guess;
    guess = (low + high) / 2n;
  }
  return quantity(high);
});
