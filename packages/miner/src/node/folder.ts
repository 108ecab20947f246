import { join } from 'node:path';
import { type ChainSpec, readChainSpec, writeChainSpec } from '@medrec/shared/chain';

/** Where a node's folder holds its block store. */
export function chainFolder(dir: string): string {
  return join(dir, 'chain');
}

/** The spec that the store was last run with, so that `medrec-miner db` need not be told. */
export function keptSpecPath(dir: string): string {
  return join(dir, 'chain-spec.json');
}

/** Written only when it differs, as a spec does when its gas limits or forks are extended. */
export async function keepSpec(dir: string, spec: ChainSpec): Promise<void> {
  const path = keptSpecPath(dir);
  const kept = await readChainSpec(path).catch(() => undefined); // missing or damaged: written anew
  if (kept === undefined || JSON.stringify(kept) !== JSON.stringify(spec)) await writeChainSpec(path, spec);
}
