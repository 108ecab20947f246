import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { FACTS_VERSION } from '../deid/index.ts';
import { openVault, type Vault, vaultKeyFrom } from '../vault/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';

export interface Stores {
  readonly vault: Vault;
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

/**
 * Opens the vault (`vault/`) and the warehouse (`warehouse.duckdb`) of a hospital's folder. A warehouse that is empty, new
 * or lost, or whose facts were coded by an earlier version, is filled from the vault by the next load, whatever that loads.
 * @param privateKey of the keystore's master account, which the vault's key comes from
 * @throws MedrecError `VAULT_LOCKED`, `VAULT_KEY_WRONG`, `VAULT_UNREADABLE`, `WAREHOUSE_LOCKED`, `WAREHOUSE_UNREADABLE`.
 */
export async function openStores(dir: string, privateKey: Hex): Promise<Stores> {
  const vault = await openVault({ dir: join(dir, 'vault'), key: vaultKeyFrom(privateKey) });
  const warehouse = await openWarehouse(join(dir, 'warehouse.duckdb')).catch(async (error: unknown) => {
    await vault.close();
    throw error;
  });
  const isEmpty = (await warehouse.query('SELECT 1 FROM person LIMIT 1')).length === 0;
  const versions = vault.collection('warehouse');
  const isOld = (await versions.get('facts')) !== FACTS_VERSION;
  if (isEmpty || isOld) await vault.markAllChanged('warehouse');
  // After the marks: a crash in between sets them once more.
  if (isOld) await versions.put('facts', FACTS_VERSION);
  return {
    vault,
    warehouse,
    async close() {
      await warehouse.close();
      await vault.close();
    },
  };
}
