import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { readContract, registrarAbi } from '@medrec/shared/contracts';
import { readKeystore } from '@medrec/shared/signing';
import type { HDNodeWallet } from 'ethers';

/** The account of a lab or hospital, from its folder: the path that every MedRec program uses. */
export async function accountIn(dir: string): Promise<HDNodeWallet> {
  return (await readKeystore(join(dir, 'keystore.json'))).derivePath("m/44'/60'/0'/0/0");
}

/** A participant's id on the chain. */
export function idOf(client: NodeClient, account: { readonly address: string }): Promise<Hex> {
  return readContract(client.call, REGISTRAR_ADDRESS, registrarAbi, 'idOf', [account.address as Hex]);
}
