import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { ACCOUNT_PATH, readOrCreateKeystore } from '@medrec/shared/signing';
import { until } from '../../../system/support/until.ts';
import { checkState } from './check-state.ts';
import { type Drive, drive } from './drive.ts';
import { createLoad, type Load } from './load.ts';
import type { Server } from './server.ts';
import { type Import, measureImport, startOurs } from './start-ours.ts';
import { type PeerName, startPeer } from './start-peers.ts';

interface Row extends Drive {
  readonly note: string;
}

export interface ThroughputComparison {
  readonly rows: Readonly<Record<string, Row | { readonly failed: string }>>;
  readonly import: Import;
  /** Ours to theirs, sustained. */
  readonly ratios: Readonly<Record<string, number>>;
}

const PEERS: readonly PeerName[] = ['anvil', 'hardhat', 'ganache'];
/** The slow one gets fewer: its rate does not depend on how many. */
const MOST_FOR_GANACHE = 1600;

/** The same signed transactions to our node and to its peers, one program at a time, until all are in blocks. */
export async function compareThroughput(say: (line: string) => void, transactions: number): Promise<ThroughputComparison> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-bench-'));
  try {
    const labDir = join(dir, 'lab');
    await mkdir(labDir);
    const lab = (await readOrCreateKeystore(join(labDir, 'keystore.json'))).derivePath(ACCOUNT_PATH).address.toLowerCase() as Hex;
    say(`signing ${transactions} transactions`);
    const load = await createLoad(transactions, lab);
    const rows: Record<string, Row | { failed: string }> = {};
    const ours = await startOurs(labDir, load, ['--threads', '1']);
    let imported: Import;
    try {
      // The genesis hash is anchored in block 1; before it no consent can be checked, and no patient enrolled.
      await until('block 1', async () => ((await ours.rpc.call<Hex>('eth_blockNumber')) === '0x0' ? undefined : true));
      rows[ours.name] = await measure(ours, load, transactions, say);
      imported = await measureImport(join(dir, 'importer'), load, ours, transactions);
      say(`import by a fresh node: ${imported.transactionsPerSecond?.toFixed(0) ?? 'too short to say, how many'} tx/s`);
    } finally {
      await ours.stop();
    }
    for (const name of PEERS) {
      const count = name === 'ganache' ? Math.min(transactions, MOST_FOR_GANACHE) : transactions;
      rows[name] = await measurePeer(name, load, count, say);
    }
    return { rows, import: imported, ratios: ratiosOf(rows, ours.name) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A peer that does not run here is named with its reason; the comparison with the others stands. */
async function measurePeer(name: PeerName, load: Load, count: number, say: (line: string) => void): Promise<Row | { failed: string }> {
  try {
    const server = await startPeer(name, load);
    try {
      return await measure(server, load, count, say);
    } finally {
      await server.stop();
    }
  } catch (error) {
    say(`${name} failed: ${String(error)}`);
    return { failed: String(error) };
  }
}

async function measure(server: Server, load: Load, count: number, say: (line: string) => void): Promise<Row> {
  const driven = await drive(server, load, count);
  const patients = await checkState(server.name, server.rpc, load, count);
  say(
    `${server.name}: ${driven.transactionsPerSecond.toFixed(0)} tx/s in ${driven.blocks} blocks; the records of ${patients} patients are as sent`,
  );
  return { ...driven, note: server.note };
}

function ratiosOf(rows: ThroughputComparison['rows'], ours: string): Record<string, number> {
  const own = rows[ours];
  const ratios: Record<string, number> = {};
  for (const [name, row] of Object.entries(rows)) {
    if (name !== ours && own !== undefined && 'transactionsPerSecond' in own && 'transactionsPerSecond' in row) {
      ratios[name] = own.transactionsPerSecond / row.transactionsPerSecond;
    }
  }
  return ratios;
}
