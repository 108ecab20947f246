import { decodeRevert } from '../contracts/index.ts';
import { MedrecError } from '../errors/index.ts';
import { revertDataOf } from './json-rpc.ts';

/** A node's refusal as `TX_REVERTS` with the contract's reason, when it carries one; any other error as it was. */
export function asRevertError(error: unknown, label: string): unknown {
  const data = revertDataOf(error);
  if (data === undefined) return error;
  const revert = decodeRevert(data);
  const args = Object.values(revert?.args ?? {}).map(String);
  const reason = revert === undefined ? data : args.length === 0 ? revert.name : `${revert.name}(${args.join(', ')})`;
  return new MedrecError({ code: 'TX_REVERTS', message: `The contract refuses to ${label}: ${reason}.`, facts: { reason }, cause: error });
}
