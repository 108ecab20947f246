import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { catalogue, describeProduct } from '../../../catalogue/index.ts';
import { MICRO_RHO } from '../../../privacy/index.ts';

/** `medrec-census products`: the catalogue that this software can count. */
export function productsCommand(): Command {
  return new Command('products')
    .description('list the census products this software can count, with what a release of each costs')
    .option('--json', 'print the figures and the whole definitions as JSON', false)
    .action(({ json }: { json: boolean }) => {
      const products = catalogue.map(({ definition }) => ({ ...describeProduct(definition), definition }));
      createOutput(json).result(products, (print) => {
        print('id   cells  L0  cost ρ  purpose        title');
        for (const { id, cells, contributionBound, microRho, purpose, title } of products) {
          const figures = `${String(cells).padStart(6)}  ${String(contributionBound).padStart(2)}  ${(microRho / MICRO_RHO).toFixed(3)}`;
          print(`${id}  ${figures}   ${purpose.padEnd(13)}  ${title}`);
        }
        print('One product in full, with its tiers and their errors: medrec-census preview <id>');
      });
    });
}
