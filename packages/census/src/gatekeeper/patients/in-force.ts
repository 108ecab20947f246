import type { Hex } from '@medrec/shared/bytes';
import { type HospitalChain, type PatientBook, RELATIONSHIP_STATE } from '../../publisher/index.ts';

export interface InForceDependencies {
  readonly chain: HospitalChain;
  readonly book: PatientBook;
  readonly nowSeconds: () => bigint;
}

/**
 * The address of a patient's own wallet that holds her record: the chain has it, or may still take it. While there is one
 * no other address takes its place, whatever invitation it shows. An ended relationship stays hers too: the records do.
 */
export async function walletInForce(patient: Hex, { chain, book, nowSeconds }: InForceDependencies): Promise<Hex | undefined> {
  const entry = book.get(patient);
  if (entry === undefined || entry.custodyIndex !== null) return undefined;
  const { state } = await chain.relationship(entry.relationship, 'latest');
  const mayArrive = entry.registration !== null && BigInt(entry.registration.deadline) > nowSeconds();
  return state !== RELATIONSHIP_STATE.none || mayArrive ? entry.relationship : undefined;
}
