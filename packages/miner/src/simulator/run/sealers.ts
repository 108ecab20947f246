import { ACTION, FORK, policyIndex, type WithholdingPolicy } from '../chain-core/index.ts';
import { createAliasTable, exponential, type Random } from '../random/index.ts';

/** A block that came to stay on the main chain. */
export interface SealedBlock {
  /** Index of the identity that sealed it. */
  readonly sealer: number;
  readonly ommers: readonly number[];
  /** Seconds since the start. */
  readonly time: number;
}

/** Who seals the next block of the main chain. */
export interface Sealers {
  next(): SealedBlock;
  /** Hash rates from now on, by identity; at least one above zero. */
  setHashes(hashes: readonly number[]): void;
  /** Blocks found that are on no main chain, so far. */
  stale(): number;
}

export interface SealersOptions {
  readonly hashes: readonly number[];
  /** Mean seconds between finds. */
  readonly interval: number;
  /** Chance that a block has a rival that is found before all know it, were the rival everyone's. */
  readonly rivalChance: number;
  readonly gamma: number;
  /** An identity that holds blocks back. */
  readonly attacker: { readonly identity: number; readonly policy: WithholdingPolicy } | undefined;
}

/** The most ommers that a block includes, as in Ethereum. */
const MOST_OMMERS = 2;

export function createSealers(options: SealersOptions, random: Random): Sealers {
  return options.attacker === undefined ? createOpenSealers(options, random) : createRacingSealers(options, options.attacker, random);
}

/** All publish at once. A rival found by another lab before it has heard becomes an ommer. */
function createOpenSealers({ hashes, interval, rivalChance }: SealersOptions, random: Random): Sealers {
  let draw = createAliasTable(hashes);
  let time = 0;
  let stale = 0;
  return {
    next() {
      time += exponential(random, interval);
      const sealer = draw(random);
      const rival = random.uniform() < rivalChance ? draw(random) : sealer;
      if (rival === sealer) return { sealer, ommers: [], time };
      stale += 1;
      return { sealer, ommers: [rival], time };
    },
    setHashes: (next) => {
      draw = createAliasTable(next);
    },
    stale: () => stale,
  };
}

/** One identity withholds by a policy; blocks come out as they are settled, overridden ones as ommers of the next. */
function createRacingSealers(options: SealersOptions, attacker: NonNullable<SealersOptions['attacker']>, random: Random): Sealers {
  const { interval, gamma } = options;
  const { identity, policy } = attacker;
  const settled: SealedBlock[] = [];
  let draw = createAliasTable(options.hashes);
  let time = 0;
  let stale = 0;
  let lead = 0;
  let publicBranch: number[] = [];
  let fork: number = FORK.irrelevant;
  let ommers: number[] = [];

  function settle(sealer: number): void {
    settled.push({ sealer, ommers: ommers.splice(0, MOST_OMMERS), time });
  }
  function loseHonest(): void {
    stale += publicBranch.length;
    ommers = publicBranch;
    publicBranch = [];
  }
  function publish(blocks: number): void {
    loseHonest();
    for (let block = 0; block < blocks; block++) settle(identity);
    lead -= blocks;
    fork = FORK.irrelevant;
  }
  function act(): void {
    const action = policy.actions[policyIndex(policy.cap, lead, publicBranch.length, fork)];
    if (action === ACTION.override) {
      publish(publicBranch.length + 1);
    } else if (action === ACTION.runOut) {
      // The table ends here: publishing all is what running out comes to, but for the blocks still to be found.
      publish(lead);
    } else if (action === ACTION.adopt) {
      const lost = Math.min(lead, MOST_OMMERS);
      stale += lead;
      for (const sealer of publicBranch) settle(sealer);
      ommers = Array<number>(lost).fill(identity);
      publicBranch = [];
      lead = 0;
      fork = FORK.irrelevant;
    } else if (action === ACTION.match) {
      fork = FORK.active;
    }
  }
  function find(): void {
    time += exponential(random, interval);
    const finder = draw(random);
    if (finder === identity) {
      lead += 1;
      if (fork !== FORK.active) fork = FORK.irrelevant;
      return;
    }
    if (fork === FORK.active && random.uniform() < gamma) publish(publicBranch.length);
    publicBranch.push(finder);
    fork = FORK.relevant;
  }

  return {
    next() {
      for (let block = settled.shift(); ; block = settled.shift()) {
        if (block !== undefined) return block;
        act();
        if (settled.length === 0) find();
      }
    },
    setHashes: (next) => {
      draw = createAliasTable(next);
    },
    stale: () => stale,
  };
}
