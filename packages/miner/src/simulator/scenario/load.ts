import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { type Scenario, scenarioSchema } from './schema.ts';

const MOST_BLOCKS = 5_000_000;
const MOST_PARTIES = 2_000;

/** A scenario from JSON text, with everything that others refer to checked. @throws MedrecError `SCENARIO_INVALID` */
export function parseScenario(text: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid('', 'it is not JSON', cause);
  }
  const parsed = scenarioSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(issue?.path.join('.') ?? '', issue?.message ?? '', parsed.error);
  }
  return checked(parsed.data);
}

/** The JSON Schema of a scenario file, for editors. */
export function scenarioJsonSchema(): unknown {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}

function checked(scenario: Scenario): Scenario {
  const { labs, providers, products, days, blockSeconds } = scenario;
  const productNames = unique('products', products);
  const providerNames = unique('providers', providers);
  unique('labs', labs);
  for (const { name, demand, affiliatedWith, censors, strategy, group } of labs) {
    for (const wanted of Object.keys(demand)) requireKnown(`labs.${name}.demand`, wanted, productNames);
    for (const other of affiliatedWith) requireKnown(`labs.${name}.affiliatedWith`, other, providerNames);
    for (const other of censors) requireKnown(`labs.${name}.censors`, other, providerNames);
    if (strategy === 'collude' && group === undefined) throw invalid(`labs.${name}.group`, 'a lab that colludes names its group');
  }
  if (!labs.some(({ hash, strategy }) => hash > 0 && strategy !== 'freeRide')) throw invalid('labs', 'some lab must have hash rate');
  if ((days * 86_400) / blockSeconds > MOST_BLOCKS) throw invalid('days', `more than ${MOST_BLOCKS} blocks`);
  for (const [field, list] of [['labs', labs] as const, ['providers', providers] as const]) {
    if (list.reduce((sum, { count }) => sum + count, 0) > MOST_PARTIES) throw invalid(field, `more than ${MOST_PARTIES} altogether`);
  }
  return scenario;
}

function unique(field: string, list: readonly { readonly name: string }[]): Set<string> {
  const names = new Set(list.map(({ name }) => name));
  if (names.size < list.length) throw invalid(field, 'two have the same name');
  return names;
}

function requireKnown(field: string, name: string, known: ReadonlySet<string>): void {
  if (!known.has(name)) throw invalid(field, `unknown name ${name}`);
}

function invalid(field: string, problem: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'SCENARIO_INVALID',
    message: 'The scenario cannot be simulated.',
    facts: { field, problem },
    cause,
    remedy: 'Correct the field; `medrec-miner simulate schema` prints what a scenario may say.',
  });
}
