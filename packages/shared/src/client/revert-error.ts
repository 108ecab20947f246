import { MedrecError } from '../errors/index.ts';
import { revertDataOf } from './json-rpc.ts';

/** A node's refusal as `TX_REVERTS` with the contract's reason, when it carries one; any other error as it was. */
export function asRevertError(error: unknown, label: string): unknown {
  const data = revertDataOf(error);
  if (data === undefined) return error;
  return new MedrecError({ code: 'TX_REVERTS', message: `The contract refuses to ${label}.`, facts: { reason: data }, cause: error });
}
