import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import type { PackageFiles } from '../package/unpack.ts';
import { type LibraryReceipt, parseReceipt } from './receipt.ts';

/** A release a lab owns: its folder, and what was checked when it was filed. */
export interface LibraryEntry {
  readonly name: string;
  readonly path: string;
  readonly receipt: LibraryReceipt;
}

export interface Library {
  /** All filed releases, newest first. */
  list(): Promise<readonly LibraryEntry[]>;
  /** @throws MedrecError `LIBRARY_UNKNOWN` naming what there is. */
  get(name: string): Promise<LibraryEntry>;
  /** Package files of an entry by name. */
  filesOf(entry: LibraryEntry): Promise<PackageFiles>;
  /** Files a verified release for good: synced, then renamed into place. Filing it twice changes nothing. */
  file(files: PackageFiles, plot: string, receipt: LibraryReceipt): Promise<LibraryEntry>;
}

const RECEIPT = 'receipt.json';
const PLOT = 'plot.svg';

export function createLibrary(folder: string): Library {
  const pathOf = (name: string): string => join(folder, name);

  const read = async (name: string): Promise<LibraryEntry | undefined> => {
    const text = await readFile(join(pathOf(name), RECEIPT), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : { name, path: pathOf(name), receipt: parseReceipt(text, pathOf(name)) };
  };
  const list = async (): Promise<LibraryEntry[]> => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const entries = await Promise.all(names.filter((name) => !name.startsWith('.')).map(read));
    return entries.filter((entry) => entry !== undefined).sort((a, b) => b.receipt.filedAt.localeCompare(a.receipt.filedAt));
  };
  return {
    list,
    async get(name) {
      const entry = /^[\w-]+$/.test(name) ? await read(name) : undefined;
      if (entry) return entry;
      const known = (await list()).map((other) => other.name).join(', ');
      throw new MedrecError({
        code: 'LIBRARY_UNKNOWN',
        message: 'The library holds no release of that name.',
        facts: { name, known: known === '' ? 'none yet' : known },
        remedy: 'List what it holds with `medrec-miner library`.',
      });
    },
    async filesOf(entry) {
      const names = (await readdir(entry.path)).filter((name) => name !== RECEIPT && name !== PLOT);
      return new Map(await Promise.all(names.map(async (name) => [name, new Uint8Array(await readFile(join(entry.path, name)))] as const)));
    },
    async file(files, plot, receipt) {
      const name = entryName(receipt);
      const present = await read(name);
      if (present) return present;
      const temporary = pathOf(`.filing-${name}`);
      await rm(temporary, { recursive: true, force: true }); // what a crash left half-written
      await mkdir(temporary, { recursive: true, mode: 0o700 });
      const extra: [string, string][] = [
        [PLOT, plot],
        [RECEIPT, `${JSON.stringify(receipt, null, 2)}\n`],
      ];
      for (const [file, content] of [...files, ...extra]) await writeSynced(join(temporary, file), content);
      await rename(temporary, pathOf(name));
      return { name, path: pathOf(name), receipt };
    },
  };
}

/** For example `c01-e41-t3-9f02aa71`: product, epoch, tier, the provider's id. */
export function entryName(receipt: Pick<LibraryReceipt, 'productId' | 'epoch' | 'tier' | 'providerId'>): string {
  return `${receipt.productId.toLowerCase()}-e${receipt.epoch}-t${receipt.tier}-${receipt.providerId.slice(2, 10)}`;
}

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
