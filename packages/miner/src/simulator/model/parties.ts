import type { Hex } from '@medrec/shared/bytes';
import type { Scenario, ScenarioLab, ScenarioProvider } from '../scenario/index.ts';
import { requireStrategy, type Strategy } from '../strategies/index.ts';

/** A lab as the chain sees it: one participant id and its hash rate. */
export interface Identity {
  readonly id: Hex;
  /** Index of the lab behind it. */
  readonly lab: number;
  readonly hash: number;
}

export interface Lab {
  readonly name: string;
  readonly terms: ScenarioLab;
  readonly strategy: Strategy;
  readonly hash: number;
  readonly identities: readonly Identity[];
  /** Indexes of providers that belong with it. */
  readonly affiliates: ReadonlySet<number>;
  readonly censored: ReadonlySet<number>;
}

export interface Provider {
  readonly id: Hex;
  readonly name: string;
  readonly terms: ScenarioProvider;
}

export interface Parties {
  readonly labs: readonly Lab[];
  readonly identities: readonly Identity[];
  readonly providers: readonly Provider[];
}

/** A participant id that stands for the n-th of its kind. */
export function simulatedId(kind: 'lab' | 'provider' | 'release', index: number): Hex {
  const prefix = { lab: '01', provider: '02', release: '03' }[kind];
  return `0x${prefix}${index.toString(16).padStart(62, '0')}`;
}

export function createParties(scenario: Scenario): Parties {
  const providers = scenario.providers.flatMap((terms) =>
    numbered(terms.name, terms.count).map((name): { name: string; terms: ScenarioProvider } => ({ name, terms })),
  );
  const indexesOf = (names: readonly string[]): Set<number> =>
    new Set(providers.flatMap(({ terms }, index) => (names.includes(terms.name) ? [index] : [])));
  const identities: Identity[] = [];
  const labs = scenario.labs.flatMap((terms) =>
    numbered(terms.name, terms.count).map((name, offset): Lab => {
      const strategy = requireStrategy(terms.strategy);
      const hash = strategy.seals === false ? 0 : terms.hash;
      const count = strategy.splits === true ? terms.sybils : 1;
      const lab = labsBefore(scenario, terms) + offset;
      const own = Array.from({ length: count }, (_, at) => ({ id: simulatedId('lab', identities.length + at), lab, hash: hash / count }));
      identities.push(...own);
      return {
        name,
        terms,
        strategy,
        hash,
        identities: own,
        affiliates: indexesOf(terms.affiliatedWith),
        censored: indexesOf(terms.censors),
      };
    }),
  );
  return { labs, identities, providers: providers.map((provider, index) => ({ id: simulatedId('provider', index), ...provider })) };
}

function labsBefore(scenario: Scenario, terms: ScenarioLab): number {
  return scenario.labs.slice(0, scenario.labs.indexOf(terms)).reduce((sum, { count }) => sum + count, 0);
}

function numbered(name: string, count: number): string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}
