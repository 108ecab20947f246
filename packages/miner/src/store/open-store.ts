import type { Common } from '@ethereumjs/common';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { createBoundedCache } from './bounded-cache.ts';
import { storeDamaged } from './checked-value.ts';
import { commitOperations } from './commit-block.ts';
import { byNumberHash, byNumberKey, metaKey, nodeKey, numberBytes, STORE_SCHEMA } from './keys.ts';
import { type Disk, openLevel } from './open-level.ts';
import { createBlockReader } from './read-blocks.ts';
import { recoverHead } from './recover-head.ts';
import type { GenesisState, Store } from './types.ts';

export interface StoreOptions {
  /** Folder of the database; made if missing. One process at a time. */
  readonly dir: string;
  readonly genesis: GenesisState;
  readonly common: Common;
  readonly log?: Logger;
  /** Bytes of trie nodes and code kept in memory. */
  readonly nodeCacheBytes?: number;
}

const NODE_CACHE_BYTES = 64 * 1024 * 1024;

/**
 * Opens the chain's database, or starts one with the genesis block.
 * @throws MedrecError `STORE_LOCKED`, `STORE_OTHER_NETWORK`, `STORE_SCHEMA_UNKNOWN`, `STORE_DAMAGED`, `STORE_UNREADABLE`.
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
  const genesisHash = bytesToHex(options.genesis.block.hash());
  await checkIdentity(disk, options, genesisHash);

  const nodeCache = createBoundedCache<Hex, Uint8Array>(options.nodeCacheBytes ?? NODE_CACHE_BYTES);
  const nodes = {
    get(key: Uint8Array): Uint8Array | undefined {
      const name = bytesToHex(key);
      const cached = nodeCache.get(name);
      if (cached !== undefined) return cached;
      const value = disk.get(nodeKey(key));
      if (value !== undefined) nodeCache.set(name, value, value.length);
      return value;
    },
  };
  const reader = createBlockReader(disk, options.common);
  let head = await recoverHead(disk, reader, nodes, options.log ?? silentLogger());
  let headNumber = reader.header(head)?.header.number ?? 0n;

  return {
    genesisHash,
    nodes,
    headHash: () => head,
    has: (hash) => reader.header(hash) !== undefined,
    header: (hash) => reader.header(hash)?.header,
    block: reader.block,
    totalDifficulty: (hash) => reader.header(hash)?.totalDifficulty,
    canonicalHash(number) {
      if (number < 0n || number > headNumber) return undefined;
      const hash = reader.canonicalHash(number);
      if (hash === undefined) throw storeDamaged('the canonical chain');
      return hash;
    },
    receipts: reader.receipts,
    place: reader.place,
    async hashesBetween(from, to) {
      const last = new Uint8Array(32).fill(0xff);
      const keys = await disk.keysBetween(byNumberKey(from, new Uint8Array(0)), byNumberKey(to, last));
      return keys.map((key) => bytesToHex(byNumberHash(key)));
    },
    async commit(commit) {
      await disk.write(commitOperations(commit));
      for (const [name, value] of commit.writes) nodeCache.set(name, value, value.length);
      const newHead = commit.canonical?.added.at(-1);
      if (newHead === undefined) return;
      head = bytesToHex(newHead.hash());
      headNumber = newHead.header.number;
    },
    close: () => disk.close(),
  };
}

/** A new folder gets the genesis block; an old one must be of this network and this format. */
async function checkIdentity(disk: Disk, { dir, genesis }: StoreOptions, genesisHash: Hex): Promise<void> {
  const schema = disk.get(metaKey('schema'));
  if (schema === undefined) return startStore(disk, genesis, genesisHash);
  const found = Buffer.from(schema).readBigUInt64BE();
  if (found !== BigInt(STORE_SCHEMA)) {
    throw new MedrecError({
      code: 'STORE_SCHEMA_UNKNOWN',
      message: 'The block store has the format of another version.',
      facts: { dir, found, expected: STORE_SCHEMA },
      remedy: 'Run the version that made it, or start with a new folder and let the node fetch the chain.',
    });
  }
  const stored = disk.get(metaKey('genesis'));
  if (stored === undefined) throw storeDamaged('the genesis mark');
  if (bytesToHex(stored) === genesisHash) return;
  throw new MedrecError({
    code: 'STORE_OTHER_NETWORK',
    message: 'The block store belongs to another network.',
    facts: { dir, storedGenesis: bytesToHex(stored), specGenesis: genesisHash },
    remedy: 'Give this chain spec a new folder with --dir, or run the spec that the folder was made with.',
  });
}

/** Only into an empty folder: a store that has lost its marks would keep blocks that no head leads to. */
async function startStore(disk: Disk, genesis: GenesisState, genesisHash: Hex): Promise<void> {
  const leftovers = await disk.keysBetween(new Uint8Array(0), Uint8Array.of(0xff), { limit: 1 });
  if (leftovers.length > 0) throw storeDamaged('its format mark');
  const { block, writes } = genesis;
  const commit = { block, writes, receipts: [], systemLogs: [], totalDifficulty: block.header.difficulty };
  await disk.write([
    ...commitOperations({ ...commit, canonical: { removed: [], added: [block] } }),
    { key: metaKey('genesis'), value: hexToBytes(genesisHash) },
    { key: metaKey('schema'), value: numberBytes(BigInt(STORE_SCHEMA)) },
  ]);
}
