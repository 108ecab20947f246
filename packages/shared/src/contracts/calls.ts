import type { Abi } from 'abitype';
import type { Hex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { FunctionArgs, FunctionName, FunctionResult, ViewName } from './abi-types.ts';
import { interfaceOf, plainValue } from './abi-values.ts';

/** `eth_call` as a port: the answer's bytes; rejects when the call reverts. How a block is named is the port's own matter. */
export type ContractCall<TBlockTag = string> = (to: Hex, data: Hex, blockTag?: TBlockTag) => Promise<Hex>;

/** Selector and ABI-encoded arguments. Wrong names or arguments do not compile. @throws MedrecError `CALL_NOT_ENCODABLE`. */
export function encodeCall<const TAbi extends Abi, TName extends FunctionName<TAbi>>(
  abi: TAbi,
  name: TName,
  args: FunctionArgs<TAbi, TName>,
): Hex {
  try {
    return interfaceOf(abi).encodeFunctionData(name, args as readonly unknown[]) as Hex;
  } catch (cause) {
    throw new MedrecError({
      code: 'CALL_NOT_ENCODABLE',
      message: 'An argument does not fit its Solidity type.',
      facts: { function: name },
      cause,
    });
  }
}

/** @throws MedrecError `CALL_RESULT_INVALID` when the bytes are not what the function returns, for example from an address without code. */
export function decodeResult<const TAbi extends Abi, TName extends FunctionName<TAbi>>(
  abi: TAbi,
  name: TName,
  data: Hex,
): FunctionResult<TAbi, TName> {
  const contract = interfaceOf(abi);
  try {
    const types = contract.getFunction(name)?.outputs ?? [];
    const values = contract.decodeFunctionResult(name, data);
    const plain = types.map((type, position) => plainValue(type, values[position]));
    return (plain.length === 1 ? plain[0] : plain) as FunctionResult<TAbi, TName>;
  } catch (cause) {
    throw new MedrecError({
      code: 'CALL_RESULT_INVALID',
      message: 'The contract’s answer could not be read.',
      facts: { function: name, bytes: (data.length - 2) / 2 },
      cause,
      remedy: 'Check that the node is on this network: its genesis may hold other contracts.',
    });
  }
}

/** The arguments of a transaction's input, or undefined when it calls another function. @throws MedrecError `CALL_INVALID`. */
export function decodeCall<const TAbi extends Abi, TName extends FunctionName<TAbi>>(
  abi: TAbi,
  name: TName,
  data: Hex,
): FunctionArgs<TAbi, TName> | undefined {
  const contract = interfaceOf(abi);
  const fragment = contract.getFunction(name);
  if (fragment === null || data.slice(0, 10).toLowerCase() !== fragment.selector) return undefined;
  try {
    const values = contract.decodeFunctionData(fragment, data);
    return fragment.inputs.map((type, position) => plainValue(type, values[position])) as FunctionArgs<TAbi, TName>;
  } catch (cause) {
    throw new MedrecError({ code: 'CALL_INVALID', message: 'The call’s arguments could not be read.', facts: { function: name }, cause });
  }
}

/** Calls a view function, at the port's default block unless one is named, and decodes its answer. */
export async function readContract<const TAbi extends Abi, TName extends ViewName<TAbi>, TBlockTag = string>(
  call: ContractCall<TBlockTag>,
  address: Hex,
  abi: TAbi,
  name: TName,
  args: FunctionArgs<TAbi, TName>,
  blockTag?: TBlockTag,
): Promise<FunctionResult<TAbi, TName>> {
  const data = encodeCall(abi, name, args);
  return decodeResult(abi, name, blockTag === undefined ? await call(address, data) : await call(address, data, blockTag));
}
