import { z } from 'zod';
import { STRATEGY_NAMES } from '../strategies/index.ts';

const share = z.number().min(0).max(1);
const days = z.number().min(0).max(3_650);
const name = z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens');

const product = z.strictObject({
  name: name.describe('Name that labs’ demands refer to'),
  cells: z.int().min(1).max(100_000).default(200).describe('Cells of the finest table'),
  medianCount: z.number().positive().max(1e9).default(2_000).describe('Median of the cells’ true counts'),
  spread: z.number().min(0).max(5).default(1.5).describe('Standard deviation of the counts’ logarithm'),
  rho: z.number().positive().max(10).default(0.0005).describe('zCDP budget of the finest tier, charged once a release'),
});

const provider = z.strictObject({
  name,
  count: z.int().min(1).max(1_000).default(1).describe('So many alike; their names get a number'),
  recordsPerBlock: z.number().min(0).max(1e6).default(50).describe('Record items that it sends between two blocks'),
  offers: z.enum(['always', 'delay', 'refuse']).default('always').describe('Whether its transactions carry offers'),
  offerDelayDays: days.default(0).describe('With `delay`: days into the epoch before it offers'),
  lifetimeRho: z.number().min(0).max(1_000).default(0.02).describe('zCDP budget for ever'),
  sliceRho: z.number().min(0).max(1_000).default(0.001).describe('What one period unlocks'),
  periodDays: z.number().positive().max(3_650).default(7),
});

const lab = z.strictObject({
  name,
  count: z.int().min(1).max(1_000).default(1).describe('So many alike; their names get a number'),
  hash: z.number().min(0).max(1e9).describe('Hash rate in any unit'),
  strategy: z.enum(STRATEGY_NAMES).default('honest'),
  sybils: z.int().min(1).max(100).default(1).describe('With `sybil`: identities it appears as'),
  demand: z.record(name, z.number().min(0)).default({}).describe('Worth of each product to it; a product left out is worth 1'),
  affiliatedWith: z.array(name).max(20).default([]).describe('Providers that belong with it'),
  declares: z.boolean().default(true).describe('Whether it has declared these'),
  censors: z.array(name).max(100).default([]).describe('With `censor`: providers whose transactions it leaves out'),
  group: name.optional().describe('With `collude`: members share all that any of them gets'),
  resale: share.default(0).describe('Chance that it sells on a release it gets'),
  buysResale: z.boolean().default(false),
  joinsDay: days.default(0).describe('Day of its admission'),
  leavesDay: days.optional().describe('Day of its removal'),
});

/** What a scenario file may say. Field descriptions become the JSON Schema that editors complete from. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  name,
  seed: z.string().min(1).max(200).default('1'),
  rule: z.string().max(60).default('BountyToSealer').describe('Name of a reward rule'),
  ruleSettings: z.record(z.string().max(40), z.number()).default({}),
  days: z.number().positive().max(3_650).default(90),
  blockSeconds: z.number().positive().max(86_400).default(130).describe('Mean seconds between blocks'),
  delaySeconds: z.number().min(0).max(3_600).default(2).describe('Seconds until all know a block'),
  network: z
    .strictObject({ nodes: z.int().min(2).max(5_000), blocks: z.int().min(100).max(20_000).default(1_000) })
    .optional()
    .describe('Take the stale rate from the network core in place of the delay'),
  gamma: share.default(0.5).describe('Share of honest hash rate that follows a strategic lab in a race of equal branches'),
  epochDays: z.number().positive().max(365).default(7),
  tiers: z.array(share).min(2).max(8).default([0.01, 0.05, 0.25, 1]).describe('Share of a product’s ρ in each tier, the commons first'),
  commonsAfterEpochs: z.int().min(0).max(100).default(4).describe('Epochs until every admitted lab may have tier 0'),
  fruitsPerBlock: z.number().min(0).max(100).default(10).describe('Shares of work that labs show between two blocks'),
  products: z.array(product).min(1).max(100),
  providers: z.array(provider).min(1).max(1_000),
  labs: z.array(lab).min(1).max(1_000),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioLab = Scenario['labs'][number];
export type ScenarioProvider = Scenario['providers'][number];
export type ScenarioProduct = Scenario['products'][number];
