import { basename } from 'node:path';
import type { ChainOptions } from '@medrec/miner/chain';
import { createEthash, type Ethash } from '@medrec/miner/ethash';
import { forksOfNetwork } from './networks.ts';
import { type CaseResult, describe, failed, type Outcome, skipped } from './outcome.ts';
import { laterThanBerlin } from './rules.ts';
import { runGenesisHashCase, runKeyAddressCase, runSignedTransactionCase } from './suites/basic.ts';
import { runBlockchainCase } from './suites/blockchain.ts';
import { difficultyRules, historyOf, runDifficultyCase } from './suites/difficulty.ts';
import { runPowCase } from './suites/pow.ts';
import { runRlpCase } from './suites/rlp.ts';
import { runStateCase } from './suites/state.ts';
import { runTransactionCase } from './suites/transaction.ts';
import { runTrieCase } from './suites/trie.ts';

/** What cases share in one thread. */
export interface Tools {
  readonly ethash: Ethash;
  readonly seals: ChainOptions['ethash'];
}

/** Ethereum's own Ethash, whose caches take seconds and are made when the first seal is checked. */
export function openTools(): Tools {
  const ethash = createEthash({ mode: 'standard' });
  return { ethash, seals: ethash };
}

interface OneCase {
  /** Of the file, with its folders. */
  readonly path: string;
  readonly name: string;
  readonly value: unknown;
  readonly tools: Tools;
}

interface Form {
  /** Fields that only this form has together. */
  readonly fields: readonly string[];
  run(one: OneCase): Promise<readonly CaseResult[]> | readonly CaseResult[];
}

const one = ({ name }: OneCase, outcome: Outcome): CaseResult[] => [{ name, outcome }];
const skip =
  (reason: string): Form['run'] =>
  (at) =>
    one(at, skipped(reason));

/** The published forms, told apart by what a case holds: the folders' names have changed more often than the fields. */
const FORMS: readonly Form[] = [
  {
    fields: ['blocks', 'genesisBlockHeader', 'network'],
    run: async ({ name, value, tools }) => [{ name, ...(await runBlockchainCase(name, value, tools.seals)) }],
  },
  { fields: ['env', 'pre', 'transaction', 'post'], run: ({ name, value }) => runStateCase(name, value) },
  { fields: ['txbytes', 'result'], run: ({ name, value }) => runTransactionCase(name, value) },
  { fields: ['rlp'], run: ({ name, value }) => runTransactionCase(name, value) },
  { fields: ['in', 'out'], run: (at) => one(at, runRlpCase(at.value)) },
  { fields: ['in', 'root'], run: (at) => one(at, runTrieCase(at.value, /secure/i.test(basename(at.path)))) },
  { fields: ['in', 'tests'], run: skip('neighbours of a key in a trie: nothing in this node asks for them') },
  { fields: ['header_hash', 'full_size'], run: async (at) => one(at, await runPowCase(at.value, at.tools.ethash)) },
  { fields: ['parentTimestamp', 'currentDifficulty'], run: runFlatDifficulty },
  { fields: ['genesis_rlp_hex'], run: (at) => one(at, runGenesisHashCase(at.value)) },
  { fields: ['seed', 'key', 'addr'], run: (at) => one(at, runKeyAddressCase(at.value)) },
  { fields: ['unsigned', 'signed'], run: (at) => one(at, runSignedTransactionCase(at.value)) },
  { fields: ['seq', 'term', 'out'], run: skip('packed paths are inside the trie: the TrieTests’ roots show them') },
  { fields: ['inputs', 'result'], run: skip('a genesis header of the proof-of-concept networks, before Frontier') },
  { fields: ['exec', 'pre'], run: skip('one frame of the EVM by itself: the state tests run the same code through transactions') },
  { fields: ['json', 'password'], run: skip('key files of other clients: this node’s are its own') },
  { fields: ['decryption_type'], run: skip('encryption of Ethereum’s own peer protocol: this node speaks libp2p') },
  { fields: ['args', 'types', 'result'], run: skip('encoding of calls is the clients’ (ethers): the node takes bytes') },
];

/** Every case of one file. A file that cannot be read is a failure; one of no known form is skipped with that reason. */
export async function runFile(path: string, text: string, tools: Tools, filter?: RegExp): Promise<CaseResult[]> {
  let cases: (readonly [string, unknown])[];
  try {
    cases = casesOf(JSON.parse(text), basename(path, '.json'));
  } catch (error) {
    return [{ name: basename(path), outcome: failed('a JSON file of cases', describe(error)) }];
  }
  const results: CaseResult[] = [];
  for (const [name, value] of cases) {
    // Whole blocks are worth leaving out before they run; the other suites have their forks inside the case, and are quick.
    if (isObject(value) && 'network' in value && filter?.test(`${path} ${String(value['network'])} ${name}`) === false) continue;
    for (const result of await runCase({ path, name, value, tools })) {
      if (filter?.test(`${path} ${result.fork ?? ''} ${result.name}`) !== false) results.push(result);
    }
  }
  return results;
}

async function runCase(at: OneCase): Promise<readonly CaseResult[]> {
  try {
    const form = FORMS.find(({ fields }) => fields.every((field) => isObject(at.value) && field in at.value));
    if (form) return await form.run(at);
    return runDifficultyByFork(at) ?? one(at, skipped('no form of case that this runner knows'));
  } catch (error) {
    return one(at, failed('a case that can be run', describe(error)));
  }
}

function casesOf(file: unknown, name: string): (readonly [string, unknown])[] {
  if (Array.isArray(file)) return file.map((value, index) => [`${name} ${index + 1}`, value] as const);
  if (!isObject(file)) throw new TypeError('neither an object nor a list');
  if ('genesis_rlp_hex' in file) return [[name, file]];
  return Object.entries(file).filter(([key]) => key !== '_info' && key !== '//');
}

/** BasicTests: the file's name says which chain. */
function runFlatDifficulty(at: OneCase): CaseResult[] {
  const history = historyOf(basename(at.path, '.json'));
  if (!history) return one(at, skipped(`${basename(at.path)}: a network whose difficulty is not Ethereum’s from Frontier to Berlin`));
  return one(at, runDifficultyCase(at.value, difficultyRules(history)));
}

/** DifficultyTests: fork, then the cases. */
function runDifficultyByFork({ name, value }: OneCase): CaseResult[] | undefined {
  if (!isObject(value)) return undefined;
  const forks = Object.entries(value).filter(([fork]) => fork !== '_info');
  const isDifficulty = (cases: unknown): cases is Record<string, unknown> =>
    isObject(cases) && Object.values(cases).every((item) => isObject(item) && 'currentDifficulty' in item);
  if (forks.length === 0) return undefined;
  const results: CaseResult[] = [];
  for (const [fork, cases] of forks) {
    if (!isDifficulty(cases)) return undefined;
    const known = forksOfNetwork(fork);
    const rules = known && difficultyRules(known);
    for (const [item, one] of Object.entries(cases)) {
      results.push({ fork, name: `${name} ${item}`, outcome: rules ? runDifficultyCase(one, rules) : laterThanBerlin(fork) });
    }
  }
  return results;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
