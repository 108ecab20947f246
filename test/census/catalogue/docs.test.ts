import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@medrec/census/catalogue';
import { expect, it } from 'vitest';
import { indexPage, productPage } from '../../catalogue-docs/page.ts';

// What would be lost: a reader would be told of a product that is no longer the one on the chain.

const DIR = join(import.meta.dirname, '../../../docs/catalogue');
const read = (name: string): Promise<string> => readFile(join(DIR, name), 'utf8');

it('every product’s page is what its definition says, and has its picture; `pnpm docs:catalogue` writes them anew', async () => {
  expect(await read('README.md')).toBe(indexPage(catalogue.map(({ definition }) => definition)));
  for (const { definition } of catalogue) {
    expect(await read(`${definition.id}.md`), definition.id).toBe(productPage(definition));
    expect((await read(`${definition.id}.svg`)).startsWith('<svg'), definition.id).toBe(true);
  }
});
