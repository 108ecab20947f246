import type { EthereumForks } from '@medrec/shared/chain';

/** The suites' name of each network's last hard fork, in their order, with what it adds to a genesis file. */
const STEPS: readonly (readonly [string, keyof EthereumForks | undefined])[] = [
  ['Frontier', undefined],
  ['Homestead', 'homesteadBlock'],
  ['EIP150', 'eip150Block'],
  ['EIP158', 'eip158Block'],
  ['Byzantium', 'byzantiumBlock'],
  ['Constantinople', 'constantinopleBlock'],
  ['ConstantinopleFix', 'petersburgBlock'],
  ['Istanbul', 'istanbulBlock'],
  ['MuirGlacier', 'muirGlacierBlock'],
  ['Berlin', 'berlinBlock'],
];

/** Other names of the same rules. */
const ALIASES: Readonly<Record<string, string>> = { TangerineWhistle: 'EIP150', SpuriousDragon: 'EIP158', Petersburg: 'ConstantinopleFix' };

/** `EIP158ToByzantiumAt5`; the suites' `DaoAt5` takes Homestead's rules into the DAO's fork. */
const TRANSITION = /^(\w+)To(\w+)At(\d+)$/;

/**
 * The hard forks of a network of the suites, as a chain spec names them.
 * @returns undefined for a network with rules later than Berlin, or none of Ethereum's
 */
export function forksOfNetwork(network: string): EthereumForks | undefined {
  const transition = TRANSITION.exec(network);
  if (!transition) return forksUpTo(network, 0);
  const [, from = '', to = '', at = ''] = transition;
  const before = forksUpTo(from, 0);
  if (to === 'Dao') return before && { ...before, daoForkBlock: Number(at) };
  const after = forksUpTo(to, Number(at));
  return before && after && { ...after, ...before };
}

function forksUpTo(name: string, block: number): EthereumForks | undefined {
  const last = STEPS.findIndex(([step]) => step === (ALIASES[name] ?? name));
  if (last < 0) return undefined;
  return Object.fromEntries(STEPS.slice(0, last + 1).flatMap(([, field]) => (field ? [[field, block]] : [])));
}
