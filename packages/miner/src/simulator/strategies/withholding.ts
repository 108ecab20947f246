import { solveBestResponse } from '../best-response/index.ts';
import { ACTION, createPolicy, FORK, selfishPolicy } from '../chain-core/index.ts';
import type { Strategy } from './strategy.ts';

const CAP = 45;

/** Eyal & Sirer 2014. */
export const selfish: Strategy = {
  name: 'selfish',
  summary: 'keeps blocks private and publishes them against others’',
  policy: () => selfishPolicy(),
};

/** Sapirshtein, Sompolinsky & Zohar 2016: the best policy for its share of the hash rate. */
export const optimal: Strategy = {
  name: 'optimal',
  summary: 'withholds by the best policy for its hash rate',
  policy: (alpha, gamma) => solveBestResponse(alpha, gamma, { cap: CAP }).policy,
};

/** Lead-stubborn mining (Nayak et al., *Stubborn mining*, 2016): answers each public block by one of its own and never wins outright. */
export const withhold: Strategy = {
  name: 'withhold',
  summary: 'answers each public block by a withheld one, and never publishes its lead',
  policy: () =>
    createPolicy(CAP, (attacker, honest, fork) => {
      if (honest > attacker) return ACTION.adopt;
      return fork === FORK.relevant && honest > 0 ? ACTION.match : ACTION.wait;
    }),
};
