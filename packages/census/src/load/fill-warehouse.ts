import { deidentify, type FactNotes } from '../deid/index.ts';
import type { PatientChange, Vault } from '../vault/index.ts';
import type { PatientFacts, Warehouse } from '../warehouse/index.ts';

export interface FillWarehouse {
  readonly vault: Vault;
  readonly warehouse: Warehouse;
  /** Calendar year of the load, for the cap on ages. */
  readonly presentYear: number;
  readonly notes: FactNotes;
  readonly signal?: AbortSignal;
  onWritten?(patients: number): void;
}

const BATCH_PATIENTS = 1000;
// The store answers from its own threads: asking for one patient at a time would mostly be waiting.
const READS_AT_ONCE = 50;

/**
 * Counts anew every patient who changed since she was last counted. Her mark is taken away only after her facts are
 * committed, so that a crash in between counts her once more, and never not at all.
 */
export async function fillWarehouse(options: FillWarehouse): Promise<number> {
  let written = 0;
  let batch: PatientChange[] = [];
  const factsOf = async ({ patient }: PatientChange): Promise<PatientFacts> => {
    const resources = await options.vault.resourcesOf(patient);
    return { pid: patient.pid, facts: deidentify(resources, options.presentYear, options.notes) };
  };
  const flush = async (): Promise<void> => {
    const facts: PatientFacts[] = [];
    for (let at = 0; at < batch.length; at += READS_AT_ONCE) {
      facts.push(...(await Promise.all(batch.slice(at, at + READS_AT_ONCE).map(factsOf))));
    }
    await options.warehouse.replacePatients(facts);
    await options.vault.clearChanges(batch);
    written += batch.length;
    batch = [];
    options.onWritten?.(written);
  };
  for await (const change of options.vault.changes('warehouse')) {
    options.signal?.throwIfAborted();
    batch.push(change);
    if (batch.length === BATCH_PATIENTS) await flush();
  }
  if (batch.length > 0) await flush();
  return written;
}
