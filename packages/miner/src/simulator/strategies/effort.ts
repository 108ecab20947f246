import type { Strategy } from './strategy.ts';

/** Publishes at once, on the longest branch, with all that waits. */
export const honest: Strategy = { name: 'honest', summary: 'publishes at once, with all that waits' };

/** Stops for the rest of the epoch once it has every release: others keep the chain safe. */
export const onceAndStop: Strategy = {
  name: 'onceAndStop',
  summary: 'stops mining once it has all of the epoch’s releases',
  minesOn: (lacking) => lacking > 0,
};

/** Never seals, and takes what is free. */
export const freeRide: Strategy = { name: 'freeRide', summary: 'never seals and takes what is free', seals: false };

/** Appears as several labs. */
export const sybil: Strategy = { name: 'sybil', summary: 'appears as several labs', splits: true };

/** Shares what it gets with its group. */
export const collude: Strategy = { name: 'collude', summary: 'shares what it gets with its group', shares: true };

/** Carlsten et al. 2016: mines beside a head that holds much, and leaves some of it for whoever follows. */
export const undercut: Strategy = {
  name: 'undercut',
  summary: 'mines beside a rich head and leaves half of its offers to whoever follows',
  undercuts: true,
};
