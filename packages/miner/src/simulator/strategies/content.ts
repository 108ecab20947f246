import type { Strategy } from './strategy.ts';

/** Takes only transactions that it gains by: care without pay waits. */
export const cherryPick: Strategy = {
  name: 'cherryPick',
  summary: 'takes only transactions that pay it',
  fill: (waiting) => waiting.filter(({ pays }) => pays),
};

/** Leaves out the transactions of providers it dislikes. */
export const censor: Strategy = {
  name: 'censor',
  summary: 'leaves out the transactions of chosen providers',
  fill: (waiting, { censored }) => waiting.filter(({ provider }) => !censored.has(provider)),
};

/** Fills what is left of its blocks with made-up records of its own hospital. */
export const washRecords: Strategy = {
  name: 'washRecords',
  summary: 'fills its blocks with made-up records of its own hospital',
  fill(waiting, { affiliates, capacity }) {
    const used = waiting.reduce((sum, { items }) => sum + items, 0);
    const extra = Math.max(0, capacity - used) / Math.max(1, affiliates.size);
    const without = waiting.filter(({ provider }) => !affiliates.has(provider));
    const own = [...affiliates].map((provider) => {
      const real = waiting.find((work) => work.provider === provider);
      return { provider, items: (real?.items ?? 0) + extra, pays: real?.pays ?? false, hasOffer: real?.hasOffer ?? false };
    });
    return [...without, ...own].toSorted((a, b) => a.provider - b.provider);
  },
};
