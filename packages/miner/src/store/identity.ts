import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { storeDamaged } from './checked-value.ts';
import { commitOperations } from './commit-block.ts';
import { stateOperations } from './commit-state.ts';
import { metaKey, numberBytes, readNumber, STORE_SCHEMA } from './keys.ts';
import type { Disk } from './open-level.ts';
import { beginRebuild, isOlderSchema } from './rebuild.ts';
import { createRootUses } from './root-uses.ts';
import type { GenesisState } from './types.ts';

export interface Identity {
  readonly dir: string;
  readonly genesis: GenesisState;
}

/** A new folder gets the genesis block; an old one must be of this network and of a format that this version can read. */
export async function checkIdentity(disk: Disk, { dir, genesis }: Identity, genesisHash: Hex): Promise<void> {
  const schema = disk.get(metaKey('schema'));
  if (schema === undefined) return startStore(disk, genesis, genesisHash);
  const found = readNumber(schema);
  if (found !== BigInt(STORE_SCHEMA) && !isOlderSchema(found)) {
    throw new MedrecError({
      code: 'STORE_SCHEMA_UNKNOWN',
      message: 'The block store has the format of another version.',
      facts: { dir, found, expected: STORE_SCHEMA },
      remedy: 'Run the version that made it, or start with a new folder and let the node fetch the chain.',
    });
  }
  const stored = disk.get(metaKey('genesis'));
  if (stored === undefined) throw storeDamaged('the genesis mark');
  if (bytesToHex(stored) !== genesisHash) {
    throw new MedrecError({
      code: 'STORE_OTHER_NETWORK',
      message: 'The block store belongs to another network.',
      facts: { dir, storedGenesis: bytesToHex(stored), specGenesis: genesisHash },
      remedy: 'Give this chain spec a new folder with --dir, or run the spec that the folder was made with.',
    });
  }
  if (isOlderSchema(found)) await beginRebuild(disk, genesisHash);
}

/** Only into an empty folder: a store that has lost its marks would keep blocks that no head leads to. */
async function startStore(disk: Disk, genesis: GenesisState, genesisHash: Hex): Promise<void> {
  const leftovers = await disk.keysBetween(new Uint8Array(0), Uint8Array.of(0xff), { limit: 1 });
  if (leftovers.length > 0) throw storeDamaged('its format mark');
  const { block, writes } = genesis;
  const roots = createRootUses(disk);
  const state = stateOperations(block, writes, 1, roots);
  const commit = { block, receipts: [], systemLogs: [], totalDifficulty: block.header.difficulty };
  await disk.write([
    ...state.operations,
    ...roots.operations(),
    ...commitOperations({ ...commit, canonical: { removed: [], added: [block] } }),
    { key: metaKey('genesis'), value: hexToBytes(genesisHash) },
    { key: metaKey('schema'), value: numberBytes(BigInt(STORE_SCHEMA)) },
  ]);
}
