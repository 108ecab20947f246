import { productHash, productMicroRho } from '@medrec/shared/census';
import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { catalogue } from '../../../catalogue/index.ts';
import { MICRO_RHO } from '../../../privacy/index.ts';

/** `medrec-census products`: the catalogue that this software can count. */
export function productsCommand(): Command {
  return new Command('products')
    .description('list the census products this software can count, with what a release of each costs')
    .option('--json', 'print the whole definitions as JSON', false)
    .action(({ json }: { json: boolean }) => {
      const products = catalogue.map(({ definition }) => ({ definitionHash: productHash(definition), ...definition }));
      createOutput(json).result(products, (print) => {
        for (const product of products) {
          const cells = product.dimensions.reduce((total, { categories }) => total * categories.length, 1);
          print(`${product.id}  ${product.title}`);
          print(`     ${product.description}`);
          print(`     ${cells} cells, each patient in at most ${product.contributionBound}; purpose: ${product.purpose}`);
          print(`     a release costs ρ ${productMicroRho(product) / MICRO_RHO}; tiers ${product.tiers.map(tierText).join(', ')}`);
          print();
        }
      });
    });
}

function tierText({ tier, microRho, dimensions }: { tier: number; microRho: number; dimensions: readonly string[] }): string {
  return `${tier} (ρ ${microRho / MICRO_RHO}, ${dimensions.join(' × ')})`;
}
