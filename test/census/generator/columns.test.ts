import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@medrec/census/catalogue';
import { generateColumns, writeColumns } from '@medrec/census/generator';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

// What would be lost: counting would be measured over columns that no hospital has, or over others each time.

const options = { patients: 500, seed: 7, referenceYear: 2025 };

it('draws the same columns for a seed, and every place within its public domain', () => {
  const columns = generateColumns(options);
  expect(generateColumns(options)).toEqual(columns);
  expect(generateColumns({ ...options, seed: 8 })).not.toEqual(columns);
  for (const { definition, countCohort } of catalogue) {
    const { exactCounts } = countCohort(columns, options.referenceYear);
    expect(
      exactCounts.some((count) => count > 0),
      definition.id,
    ).toBe(true);
  }
});

it('writes them as raw numbers beside a manifest that counts them', async () => {
  const dir = await temporaryFolder();
  const manifest = await writeColumns({ patients: 500, seed: 7, dir });
  const columns = generateColumns(options);
  const sex = manifest.files.find(({ path }) => path === 'person.sex.bin');
  expect(sex).toMatchObject({ type: 'Int8Array', values: 500 });
  expect(new Int8Array(await readFile(join(dir, 'person.sex.bin')))).toEqual(columns.person.sex);
  await expect(writeColumns({ patients: 99, seed: 7, dir })).rejects.toMatchObject({ code: 'GENERATE_OPTIONS' });
});
