import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import { generateColumns } from './columns.ts';

export interface ColumnsManifest {
  readonly format: 'medrec-columns/1';
  readonly patients: number;
  readonly seed: number;
  readonly referenceYear: number;
  /** One file per column: raw numbers, little-endian, of the array type named; `from` has where each patient's rows begin. */
  readonly files: readonly {
    readonly path: string;
    readonly type: string;
    readonly values: number;
    readonly sha256: string;
  }[];
}

export interface WriteColumnsOptions {
  /** 100 to 1,000,000. */
  readonly patients: number;
  readonly seed: number;
  /** Folder, made if missing. */
  readonly dir: string;
  readonly referenceYear?: number;
}

const REFERENCE_YEAR = 2025;

/**
 * Writes a made-up hospital as coded columns, for measuring counts apart from loading. All of it is held in memory first:
 * some 0.9 kB a patient.
 * @throws MedrecError `GENERATE_OPTIONS`.
 */
export async function writeColumns({ patients, seed, dir, referenceYear = REFERENCE_YEAR }: WriteColumnsOptions): Promise<ColumnsManifest> {
  checkOptions(patients, seed);
  await mkdir(dir, { recursive: true });
  const { size, ...tables } = generateColumns({ patients, seed, referenceYear });
  const files: ColumnsManifest['files'][number][] = [];
  for (const [table, columns] of Object.entries(tables)) {
    for (const [name, column] of Object.entries(columns)) {
      const path = `${table}.${name}.bin`;
      const raw = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      await writeFile(join(dir, path), raw);
      files.push({ path, type: column.constructor.name, values: column.length, sha256: createHash('sha256').update(raw).digest('hex') });
    }
  }
  const manifest: ColumnsManifest = { format: 'medrec-columns/1', patients: size, seed, referenceYear, files };
  await writeFile(join(dir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function checkOptions(patients: number, seed: number): void {
  const isCount = Number.isInteger(patients) && patients >= 100 && patients <= 1_000_000;
  if (isCount && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw new MedrecError({
    code: 'GENERATE_OPTIONS',
    message: 'The generator makes 100 to 1,000,000 patients from a seed of 32 bits.',
    facts: { patients, seed },
  });
}
