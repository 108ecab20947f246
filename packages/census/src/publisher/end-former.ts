import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import type { PatientBook } from './patient-book.ts';
import { RELATIONSHIP_STATE } from './ports.ts';
import { type BatchDependencies, sendBatch } from './send-batch.ts';
import type { StageTable } from './stages.ts';

export interface FormerDependencies extends BatchDependencies {
  readonly book: PatientBook;
  readonly stages: StageTable;
}

/**
 * Ends the relationship that the hospital kept in custody, once the patient's own stands on the chain: one at a time,
 * since few patients change at once.
 */
export function createFormerEnder(dependencies: FormerDependencies): () => Promise<void> {
  const { book, stages, chain } = dependencies;
  let isSending = false;
  return async () => {
    if (isSending) return;
    for (const [patient, entry] of book.entries()) {
      const { former } = entry;
      const stage = stages.of(patient);
      if (former === null || (stage !== 'accepted' && stage !== 'published')) continue;
      const forget = async (): Promise<void> => {
        const present = book.get(patient);
        if (present?.former === former) await book.put(patient, { ...present, former: null });
      };
      const { state } = await chain.relationship(former, 'latest');
      if (state === RELATIONSHIP_STATE.none || state === RELATIONSHIP_STATE.ended) {
        await forget();
        continue;
      }
      isSending = true;
      const stop = (): void => {
        isSending = false;
      };
      const batch = {
        to: RELATIONSHIPS_ADDRESS,
        label: 'end a relationship in custody',
        items: [former],
        encode: () => encodeCall(relationshipsAbi, 'end', [former]),
        onSending: () => undefined,
        onSealed: async () => undefined,
        onConfirmed: () => forget().finally(stop),
        onLost: stop,
      };
      if (!(await sendBatch(batch, dependencies))) stop();
      return;
    }
  };
}
