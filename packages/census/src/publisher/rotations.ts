import type { Hex } from '@medrec/shared/bytes';
import type { PatientBook } from './patient-book.ts';
import type { HospitalChain } from './ports.ts';
import type { StageTable } from './stages.ts';

export interface RotationDependencies {
  readonly chain: HospitalChain;
  readonly book: PatientBook;
  readonly stages: StageTable;
}

/**
 * After a patient's key rotation the locator on the chain no longer opens for her: the record is sent again, its locator
 * encrypted to the new key. The relationship keeps its first address as its name. Takes a block range; may see it twice.
 */
export function createRotationFollower({
  chain,
  book,
  stages,
}: RotationDependencies): (fromBlock: bigint, toBlock: bigint) => Promise<void> {
  const patientOfLaterAccount = new Map<Hex, Hex>();
  return async (fromBlock, toBlock) => {
    for (const { oldAccount, newAccount } of await chain.rotationsIn(fromBlock, toBlock)) {
      const patient = book.patientOf(oldAccount) ?? patientOfLaterAccount.get(oldAccount);
      if (patient === undefined) continue;
      patientOfLaterAccount.set(newAccount, patient);
      const entry = book.get(patient);
      const { encryptionKey, active } = await chain.participantOf(newAccount, 'latest');
      if (entry === undefined || !active || entry.encryptionKey === encryptionKey) continue;
      await book.put(patient, { ...entry, encryptionKey });
      if (stages.of(patient) === 'published') stages.set(patient, 'accepted');
    }
  };
}
