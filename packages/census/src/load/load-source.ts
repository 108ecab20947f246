import type { Progress } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { findSource, listFiles, type ResourceBatch, type SourceFile, type SourceReader } from '../sources/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { fillWarehouse } from './fill-warehouse.ts';
import { createLoadedFiles } from './loaded-files.ts';
import { createTally, type LoadReport, type Tally } from './report.ts';

export interface LoadOptions {
  /** A source's name, for example `fhir`. */
  readonly source: string;
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  readonly vault: Vault;
  readonly warehouse: Warehouse;
  /** Told of resources read. */
  readonly progress?: Progress;
  /** Stops the load after the batch in hand. */
  readonly signal?: AbortSignal;
  /** Calendar year that ages are capped by; the present one by default. */
  readonly presentYear?: number;
}

// Where a source has each patient's resources together, those read so far are of use: they are counted, and so can be
// published, before the load is over.
const WHOLE_PATIENTS_BEFORE_FILL = 200;

/**
 * Loads files into the vault and, de-identified, into the warehouse. Bad lines are reported and the rest loads. A file
 * that was loaded to its end is left out when the load is run again; one that was not is read again, and what it had
 * stored is recognised.
 * @throws MedrecError `SOURCE_UNKNOWN`, `SOURCE_PATH_MISSING`, `LOAD_STORE_FAILED`, `LOAD_STOPPED`.
 */
export async function loadSource(options: LoadOptions): Promise<LoadReport> {
  const source = findSource(options.source);
  const started = performance.now();
  const tally = createTally();
  try {
    const files = await listFiles(options.paths, source);
    const reader = await source.open(files, { onRejected: tally.rejection, ...(options.signal ? { signal: options.signal } : {}) });
    const work = createWork(options, { reader, files }, tally);
    for (const file of files) await work.loadFile(file);
    await work.fill();
  } catch (cause) {
    if (!options.signal?.aborted) throw cause;
    throw new MedrecError({
      code: 'LOAD_STOPPED',
      message: 'The load was stopped before its end.',
      facts: { resources: tally.resourcesRead() },
      remedy: 'Run it again: files that were loaded to their end are left out.',
    });
  }
  options.progress?.finish(`${tally.resourcesRead().toLocaleString('en')} resources`);
  return tally.report(source.name, (performance.now() - started) / 1000);
}

interface Work {
  loadFile(file: SourceFile): Promise<void>;
  fill(): Promise<void>;
}

interface Opened {
  readonly reader: SourceReader;
  readonly files: readonly SourceFile[];
}

function createWork(options: LoadOptions, { reader, files }: Opened, tally: Tally): Work {
  const { vault, warehouse, signal } = options;
  const loadedFiles = createLoadedFiles(vault, options.source, reader.fingerprint);
  const share = createShare(files);
  const presentYear = options.presentYear ?? new Date().getUTCFullYear();
  const waiting = new Set<string>();

  const fill = async (): Promise<void> => {
    waiting.clear();
    const before = options.progress === undefined ? undefined : tally.resourcesRead();
    const onWritten = (patients: number): void => options.progress?.update(before ?? 0, undefined, `${patients} patients counted`);
    tally.patientsWritten(await fillWarehouse({ vault, warehouse, presentYear, notes: tally, onWritten, ...(signal ? { signal } : {}) }));
  };
  const store = async (batch: ResourceBatch, file: SourceFile): Promise<void> => {
    const put = await vault.putResources(batch.resources);
    if (batch.checkpoint !== undefined) await loadedFiles.reached(file, batch.checkpoint);
    tally.batch(batch, put);
    options.progress?.update(tally.resourcesRead(), undefined, share.read());
    for (const pseudonym of put.changed) waiting.add(pseudonym);
    if (batch.patientsWhole && waiting.size >= WHOLE_PATIENTS_BEFORE_FILL) await fill();
  };
  const readFile = async (file: SourceFile): Promise<void> => {
    const resumeFrom = await loadedFiles.checkpoint(file);
    const context = {
      onRejected: tally.rejection,
      onBytes: share.add,
      ...(signal ? { signal } : {}),
      ...(resumeFrom === undefined ? {} : { resumeFrom }),
    };
    let storing: Promise<void> = Promise.resolve();
    try {
      for await (const batch of reader.read(file, context)) {
        signal?.throwIfAborted();
        // One batch is encrypted and written while the next is read and parsed.
        await storing;
        storing = store(batch, file).catch(storageError);
        // Awaited above or below; until then a failure must not count as unhandled.
        storing.catch(() => undefined);
      }
    } finally {
      await storing;
    }
  };
  /** A damaged archive or a disk error: the other files still load. */
  const unreadable = (file: SourceFile, cause: unknown): null => {
    if (signal?.aborted || cause instanceof MedrecError) throw cause;
    tally.rejection({ file: file.path, line: 0, reason: 'FILE_UNREADABLE' });
    tally.file('unreadable');
    return null;
  };
  return {
    fill,
    async loadFile(file) {
      signal?.throwIfAborted();
      const digest = await loadedFiles.check(file).catch((cause: unknown) => unreadable(file, cause));
      if (digest === undefined) return tally.file('alreadyLoaded');
      if (digest === null) return;
      try {
        await readFile(file);
      } catch (cause) {
        unreadable(file, cause);
        return;
      }
      await loadedFiles.remember(file, digest);
      tally.file('loaded');
    },
  };
}

/** How much of all files' bytes was read, as a progress note; empty where the files' sizes are not known. */
function createShare(files: readonly SourceFile[]): { add(bytes: number): void; read(): string } {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  return {
    add(bytes) {
      read += bytes;
    },
    read: () => (total === 0 ? '' : `${Math.min(100, Math.floor((read / total) * 100))} % of the files`),
  };
}

/** Tells a full disk from a damaged file: the one ends the load, the other is reported and passed over. */
function storageError(cause: unknown): never {
  if (cause instanceof MedrecError || (cause instanceof Error && cause.name === 'AbortError')) throw cause;
  throw new MedrecError({
    code: 'LOAD_STORE_FAILED',
    message: 'What was read could not be stored.',
    cause,
    remedy: 'Check the disk’s free space and run the load again: files that were loaded to their end are left out.',
  });
}
