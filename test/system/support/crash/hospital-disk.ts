import { join } from 'node:path';
import { readIdentity } from '@medrec/census/gatekeeper';
import { openPrivacyLedger, type PrivacyLedger } from '@medrec/census/privacy';
import { openPatientBook } from '@medrec/census/publisher';
import { openVault, vaultKeyFrom } from '@medrec/census/vault';
import type { Hex } from '@medrec/shared/bytes';

/** One patient as the vault knows her. */
export interface PatientOnDisk {
  readonly relationship: Hex | undefined;
  /** Of her record as last sealed. */
  readonly root: Hex | undefined;
}

/** What a killed gatekeeper left on its disk; to be read while none runs. */
export interface HospitalDisk {
  readonly patients: readonly PatientOnDisk[];
  readonly ledger: Pick<PrivacyLedger, 'spentMicroRho' | 'lifetimeMicroRho' | 'stateOf'>;
}

export async function readHospitalDisk(dir: string): Promise<HospitalDisk> {
  const { seed } = await readIdentity(dir);
  const vault = await openVault({ dir: join(dir, 'vault'), key: vaultKeyFrom(seed.privateKey as Hex) });
  const book = await openPatientBook(vault.collection('relationships'));
  const patients: PatientOnDisk[] = [];
  for await (const { pseudonym } of vault.patients()) {
    const root = (await vault.recordState({ pseudonym }))?.root;
    patients.push({ relationship: book.get(pseudonym)?.relationship, root });
  }
  await vault.close();
  const ledger = await openPrivacyLedger({ folder: join(dir, 'ledger'), lifetimeMicroRho: Number.MAX_SAFE_INTEGER });
  await ledger.close(); // what it read when it opened stays readable
  return { patients, ledger };
}
