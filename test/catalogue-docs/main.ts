import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@medrec/census/catalogue';
import { generateColumns } from '@medrec/census/generator';
import { indexPage, productPage } from './page.ts';
import { productPicture } from './picture.ts';

// Writes docs/catalogue: a page and a picture for each product, from its definition.

const DIR = join(import.meta.dirname, '../../docs/catalogue');
const REFERENCE_YEAR = 2025;
const cohort = generateColumns({ patients: 20_000, seed: 1, referenceYear: REFERENCE_YEAR });

await mkdir(DIR, { recursive: true });
await writeFile(join(DIR, 'README.md'), indexPage(catalogue.map(({ definition }) => definition)));
for (const product of catalogue) {
  const { id } = product.definition;
  await writeFile(join(DIR, `${id}.md`), productPage(product.definition));
  await writeFile(join(DIR, `${id}.svg`), `${await productPicture(product, cohort, REFERENCE_YEAR)}\n`);
}
