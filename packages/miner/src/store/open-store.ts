import type { Common } from '@ethereumjs/common';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { createStore } from './create-store.ts';
import { createHeadState } from './flat-state.ts';
import { checkIdentity } from './identity.ts';
import { type Disk, openLevel } from './open-level.ts';
import { createBlockReader } from './read-blocks.ts';
import { continueRebuild } from './rebuild.ts';
import { recoverHead } from './recover-head.ts';
import { createStateNodes } from './state-nodes.ts';
import { changeMode, DEFAULT_KEPT_STATES, readWindow, type StateWindow, windowOperations } from './state-window.ts';
import type { GenesisState, Store } from './types.ts';

export interface StoreOptions {
  /** Folder of the database; made if missing. One process at a time. */
  readonly dir: string;
  readonly genesis: GenesisState;
  readonly common: Common;
  readonly log?: Logger;
  /** Whether every state is kept from now on. Left out, the store stays what it is; a new one is pruned. */
  readonly archive?: boolean;
  /** Canonical blocks whose states a pruned store keeps, the head's included. */
  readonly keptStates?: number;
  /** Bytes of the state kept in memory: three quarters trie nodes, one quarter accounts and slots of the head. */
  readonly stateCacheBytes?: number;
}

const STATE_CACHE_BYTES = 128 * 1024 * 1024;

/**
 * Opens the chain's database, or starts one with the genesis block. A store of an older schema is brought up to date: its
 * states are then executed again from its blocks, see `replayStored`.
 * @throws MedrecError `STORE_LOCKED`, `STORE_OTHER_NETWORK`, `STORE_SCHEMA_UNKNOWN`, `STORE_IS_PRUNED`, `STORE_DAMAGED`,
 * `STORE_UNREADABLE`
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const disk = await openLevel(options.dir);
  try {
    return await openOn(disk, options);
  } catch (error) {
    await disk.close();
    throw error;
  }
}

async function openOn(disk: Disk, options: StoreOptions): Promise<Store> {
  const { genesis, common } = options;
  const log = options.log ?? silentLogger();
  const genesisHash = bytesToHex(genesis.block.hash());
  await checkIdentity(disk, options, genesisHash);
  await continueRebuild(disk, genesis, log);

  const window = changeMode(readWindow(disk), options.archive, options.dir);
  await keepWindow(disk, window);
  const cacheBytes = options.stateCacheBytes ?? STATE_CACHE_BYTES;
  const reader = createBlockReader(disk, common);
  const isPruned = (block: Hex): boolean => (reader.header(block)?.header.number ?? 0n) < readWindow(disk).oldest;
  const states = createStateNodes(disk, createHeadState(cacheBytes / 4), (cacheBytes * 3) / 4, isPruned);
  const head = await recoverHead({ disk, reader, states, log });
  return createStore({ disk, reader, states, genesisHash, head, window, keptStates: options.keptStates ?? DEFAULT_KEPT_STATES });
}

/** Written only when it changes: opening a store should not cost a synced write. */
async function keepWindow(disk: Disk, window: StateWindow): Promise<void> {
  const stored = readWindow(disk);
  if (stored.mode !== window.mode || stored.oldest !== window.oldest) await disk.write(windowOperations(window));
}
