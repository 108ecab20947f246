import { createAddressFromString, createZeroAddress } from '@ethereumjs/util';
import { hexToBytes } from '@medrec/shared/bytes';
import type { Session } from './session.ts';
import type { CallRequest, CallResult } from './types.ts';

// Yellow paper, appendix G, with EIP-2028's price of calldata.
const TRANSACTION_GAS = 21_000n;
const CREATION_GAS = 32_000n;
const ZERO_BYTE_GAS = 4n;
const NONZERO_BYTE_GAS = 16n;

/** eth_call, with gas as a transaction's: runs on a session that is thrown away, so nothing of it stays. */
export async function callContract({ vm, block }: Session, request: CallRequest): Promise<CallResult> {
  const data = request.data ? hexToBytes(request.data) : new Uint8Array(0);
  const gasLimit = request.gas ?? block.header.gasLimit;
  const intrinsic = intrinsicGas(data, request.to === undefined);
  if (gasLimit < intrinsic) return { reverted: true, returnData: new Uint8Array(0), gasUsed: gasLimit };
  const caller = request.from ? createAddressFromString(request.from) : createZeroAddress();
  const to = request.to ? createAddressFromString(request.to) : undefined;
  for (const warm of [...vm.evm.precompiles.keys(), caller.toString(), ...(to ? [to.toString()] : [])]) {
    vm.evm.journal.addAlwaysWarmAddress(warm);
  }
  const { execResult } = await vm.evm.runCall({
    block,
    caller,
    ...(to ? { to } : {}),
    data,
    gasLimit: gasLimit - intrinsic,
    skipNonceIncrement: to !== undefined,
  });
  return {
    reverted: execResult.exceptionError !== undefined,
    returnData: execResult.returnValue,
    gasUsed: intrinsic + execResult.executionGasUsed,
  };
}

function intrinsicGas(data: Uint8Array, isCreation: boolean): bigint {
  let gas = TRANSACTION_GAS + (isCreation ? CREATION_GAS : 0n);
  for (const byte of data) gas += byte === 0 ? ZERO_BYTE_GAS : NONZERO_BYTE_GAS;
  return gas;
}
