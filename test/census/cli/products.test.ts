import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

// What would be lost: a provider would choose by figures that are not the ones it pays, or offer what it did not choose.

const MAIN = join(import.meta.dirname, '../../../packages/census/src/cli/main.ts');

async function run(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [MAIN, ...args])).stdout;
}

it('lists every product with its size, bound and cost, and previews one without a record being read', { timeout: 30_000 }, async () => {
  const products = JSON.parse(await run('products', '--json'));
  expect(products).toHaveLength(20);
  expect(products[3]).toMatchObject({
    id: 'C04',
    title: 'Prevalence by ICD-10 chapter',
    cells: 660,
    contributionBound: 6,
    microRho: 120_000,
  });
  const { tiers, product, epsilon } = JSON.parse(await run('preview', 'C04', '--json'));
  expect(product.definitionHash).toBe(products[3].definitionHash);
  expect(epsilon).toBeCloseTo(2.37, 2);
  expect(tiers.map(({ standardError }: { standardError: number }) => standardError)).toEqual([50, 15.8, 7.9, 5]);
  await expect(run('preview', 'C99')).rejects.toThrow(/PRODUCT_UNKNOWN|no product of that number/);
});

it('offers what init was told, C01 and C04 unless told, and nothing it does not have', { timeout: 30_000 }, async () => {
  const offered = async (...args: string[]): Promise<string[]> => {
    const dir = await temporaryFolder();
    await run('init', '--dir', dir, ...args, '--json');
    return JSON.parse(await readFile(join(dir, 'participant.json'), 'utf8')).products.map(({ id }: { id: string }) => id);
  };
  expect(await offered()).toEqual(['C01', 'C04']);
  expect(await offered('--products', 'c13,C02')).toEqual(['C02', 'C13']);
  await expect(offered('--products', 'C01,C21')).rejects.toThrow(/catalogue numbers/);
});
