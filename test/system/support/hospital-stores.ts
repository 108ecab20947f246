import { join } from 'node:path';
import { openPatientBook, type PatientBook } from '@medrec/census/publisher';
import { openVault, type PatientRef, type Vault, vaultKeyFrom } from '@medrec/census/vault';
import type { Hex } from '@medrec/shared/bytes';
import { readKeystore } from '@medrec/shared/signing';

export interface HospitalStores {
  readonly vault: Vault;
  readonly book: PatientBook;
  /** The patient whose relationship it is. */
  patientOf(relationship: Hex): Promise<PatientRef>;
}

/** The vault of a hospital that does not serve just now, as somebody inside the house could open it. */
export async function withStores<T>(hospitalDir: string, work: (stores: HospitalStores) => Promise<T>): Promise<T> {
  const seed = await readKeystore(join(hospitalDir, 'keystore.json'));
  const vault = await openVault({ dir: join(hospitalDir, 'vault'), key: vaultKeyFrom(seed.privateKey as Hex) });
  try {
    const book = await openPatientBook(vault.collection('relationships'));
    const patientOf = async (relationship: Hex): Promise<PatientRef> => {
      const pseudonym = book.patientOf(relationship);
      const patient = pseudonym && (await vault.patient(pseudonym));
      if (patient === undefined) throw new Error(`the hospital has no patient with relationship ${relationship}`);
      return patient;
    };
    return await work({ vault, book, patientOf });
  } finally {
    await vault.close();
  }
}
