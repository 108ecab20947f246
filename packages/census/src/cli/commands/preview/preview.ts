import type { ProductDefinition } from '@medrec/shared/census';
import { createOutput } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import { catalogue, describeProduct, type ProductSummary } from '../../../catalogue/index.ts';
import { MICRO_RHO, planTiers, rationalToNumber, reportedEpsilon } from '../../../privacy/index.ts';

interface TierPreview {
  readonly tier: number;
  readonly dimensions: readonly string[];
  readonly cells: number;
  readonly microRho: number;
  /** Standard error of a cell in patients, the same at every hospital. */
  readonly standardError: number;
  /** Half the width of the 95 % interval. */
  readonly margin: number;
}

interface Preview {
  readonly product: ProductSummary;
  readonly description: string;
  readonly population: string;
  /** Of one release of this product alone, at δ = 10⁻⁶. */
  readonly epsilon: number;
  readonly tiers: readonly TierPreview[];
}

/** Two-sided 95 % point of the normal distribution, as the datasheets use it. */
const NORMAL_95 = 1.96;
/** As the datasheets report it. */
const DELTA = 1e-6;

/** `medrec-census preview <id>`: what a release would be and cost. It reads no record and spends nothing. */
export function previewCommand(): Command {
  return new Command('preview')
    .description('show a product’s shape, its cost and the error of each tier before anything is spent')
    .argument('<id>', 'catalogue number, for example C10')
    .option('--json', 'print one JSON value', false)
    .action((id: string, { json }: { json: boolean }) => {
      const preview = previewOf(definitionOf(id.toUpperCase()));
      createOutput(json).result(preview, (print) => {
        const { product, tiers } = preview;
        print(`${product.id}  ${product.title}`);
        print(`  ${preview.description}`);
        print(`  counted  ${preview.population}`);
        print(`  shape    ${product.cells} cells, each patient in at most ${product.contributionBound}; purpose: ${product.purpose}`);
        print(
          `  cost     ρ ${product.microRho / MICRO_RHO} for all tiers together: ε ${preview.epsilon} at δ = 10⁻⁶ if nothing else is ever spent`,
        );
        for (const tier of tiers) {
          const shape = `${tier.dimensions.join(' × ')}, ${tier.cells} cells`;
          print(
            `  tier ${tier.tier}   ± ${tier.margin} patients a cell (standard error ${tier.standardError}), ρ ${tier.microRho / MICRO_RHO}: ${shape}`,
          );
        }
      });
    });
}

function definitionOf(id: string): ProductDefinition {
  const product = catalogue.find(({ definition }) => definition.id === id);
  if (product !== undefined) return product.definition;
  throw new MedrecError({
    code: 'PRODUCT_UNKNOWN',
    message: 'The catalogue has no product of that number.',
    facts: { id },
    remedy: 'Choose one that `medrec-census products` lists.',
  });
}

function previewOf(definition: ProductDefinition): Preview {
  const product = describeProduct(definition);
  const tiers = planTiers(definition)
    .toReversed()
    .map(({ tier, dimensions, microRho, sigmaSquared }): TierPreview => {
      const standardError = Math.sqrt(rationalToNumber(sigmaSquared));
      const kept = definition.dimensions.filter(({ name }) => dimensions.includes(name));
      return {
        tier,
        dimensions,
        cells: kept.reduce((total, { categories }) => total * categories.length, 1),
        microRho,
        standardError: Number(standardError.toFixed(1)),
        margin: Math.floor(NORMAL_95 * standardError),
      };
    });
  const { description, population } = definition;
  return { product, description, population, epsilon: reportedEpsilon(product.microRho, DELTA), tiers };
}
