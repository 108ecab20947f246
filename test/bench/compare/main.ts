import { parseArgs } from 'node:util';
import { machineFacts } from '@medrec/miner/benchmark';
import { installPeers } from './install-peers.ts';
import { compareLight } from './light-verify.ts';
import { compareThroughput } from './throughput/index.ts';

// `pnpm bench:peers [light] [throughput] [--transactions 12000]`: our parts beside other people's in one run. One JSON value on stdout, progress on stderr.

const { positionals, values } = parseArgs({ allowPositionals: true, options: { transactions: { type: 'string', default: '12000' } } });
const transactions = Number(values.transactions);
if (!Number.isInteger(transactions) || transactions < 100) throw new RangeError('--transactions is a number of at least 100');

const COMPARISONS: Readonly<Record<string, (say: (line: string) => void) => Promise<unknown>>> = {
  light: compareLight,
  throughput: (say) => compareThroughput(say, transactions),
};

const names = positionals.length > 0 ? positionals : Object.keys(COMPARISONS);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

installPeers();
const results: Record<string, unknown> = { measuredAt: new Date().toISOString(), machine: machineFacts() };
for (const name of names) {
  const compare = COMPARISONS[name];
  if (!compare) throw new RangeError(`there is no comparison ${name}; there are ${Object.keys(COMPARISONS).join(', ')}`);
  say(`== ${name}`);
  results[name] = await compare(say);
}
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
