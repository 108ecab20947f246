import type { Hex } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { decodeResult, encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import type { JsonRpc } from './json-rpc.ts';
import type { Load } from './load.ts';

const BATCH = 100;

/** A rate of work not done is no rate: every patient must have the records that were sent. Returns how many patients were asked for. */
export async function checkState(name: string, rpc: JsonRpc, load: Load, sent: number): Promise<number> {
  const expected = [...load.recordsOf(sent)];
  for (let at = 0; at < expected.length; at += BATCH) {
    const part = expected.slice(at, at + BATCH);
    const answers = await rpc.batch<Hex>(part.map(([patient]) => ({ method: 'eth_call', params: [callOf(patient), 'latest'] })));
    for (const [i, [patient, records]] of part.entries()) {
      const { records: found } = decodeResult(relationshipsAbi, 'relationshipOf', answers[i] ?? '0x');
      if (Number(found) !== records) throw new RangeError(`${name}: ${patient} has ${found} records and not ${records}`);
    }
  }
  return expected.length;
}

function callOf(patient: Hex): { to: Hex; data: Hex } {
  return { to: RELATIONSHIPS_ADDRESS, data: encodeCall(relationshipsAbi, 'relationshipOf', [patient]) };
}
