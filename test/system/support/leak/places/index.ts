import { join } from 'node:path';
import { encodeRlp, getBytes } from 'ethers';
import { Level } from 'level';
import type { Excerpt } from '../scanner.ts';
import { type ChainAnswers, chainTexts } from './chain.ts';
import { filesUnder, rawFiles } from './files.ts';
import { chainEntries, levelEntries } from './level.ts';
import { appendText, plantFile, plantParquet, plantRow } from './plant.ts';
import { databaseRows, parquetRows } from './tables.ts';

/** All that a devnet left behind: its folder, whose processes have ended, and what was asked and heard while they ran. */
export interface Remains {
  readonly folder: string;
  readonly lines: readonly string[];
  readonly chains: Readonly<Record<string, ChainAnswers>>;
  readonly answers: readonly Excerpt[];
}

/** Somewhere an identifier could have got to. */
export interface Place {
  readonly name: string;
  texts(remains: Remains): AsyncIterable<Excerpt> | Iterable<Excerpt>;
  /** Writes words to this place on purpose; what lies on the disk is changed. @returns the remains with them */
  plant(remains: Remains, word: () => string): Promise<Remains>;
}

const LABS = ['lab-a', 'lab-b'];
const NODES = [...LABS, 'hospital-node'];

export const PLACES: readonly Place[] = [
  {
    name: 'every log line of every process',
    *texts({ lines }) {
      for (const text of lines) yield { where: 'log', text };
    },
    plant: async (remains, word) => ({ ...remains, lines: [...remains.lines, `{"level":"warn","msg":"patient ${word()} not found"}`] }),
  },
  {
    name: 'metrics and every answer to one who has no key',
    texts: ({ answers }) => answers,
    plant: async (remains, word) => ({
      ...remains,
      answers: [...remains.answers, { where: 'GET /metrics', text: `medrec_reads_total{viewer="${word()}"} 1` }],
    }),
  },
  {
    name: 'the chain, as every node tells it',
    *texts({ chains }) {
      for (const [node, answers] of Object.entries(chains)) {
        for (const excerpt of chainTexts(answers)) yield { where: `${node}, ${excerpt.where}`, text: excerpt.text };
      }
    },
    async plant(remains, word) {
      const [[node, answers] = []] = Object.entries(remains.chains);
      if (node === undefined || answers === undefined) return remains;
      const blocks = [...answers.blocks, { number: '0x1', transactions: [{ input: `0xa9059cbb${padded(word())}` }] }];
      const logs = [...answers.logs, { topics: [`0x${padded(word())}`], data: `0x${padded('')}${padded(word())}` }];
      return { ...remains, chains: { ...remains.chains, [node]: { ...answers, blocks, logs } } };
    },
  },
  {
    name: 'every file and Parquet row in the labs’ libraries',
    async *texts({ folder }) {
      for (const lab of LABS) {
        yield* rawFiles(join(folder, lab, 'library'));
        yield* parquetRows(join(folder, lab, 'library'));
      }
    },
    async plant(remains, word) {
      const files = (await Promise.all(LABS.map((lab) => filesUnder(join(remains.folder, lab, 'library'))))).flat();
      const first = (ending: string): string => files.find((path) => path.endsWith(ending)) ?? '';
      await plantParquet(first('.parquet'), word());
      await appendText(first('.csv'), `${word()},12,3,6,18,A,F\n`);
      await appendText(first('datasheet.json'), `{"contact":"${word()}"}`);
      await appendText(first('.svg'), `<text>${word()}</text>`);
      return remains;
    },
  },
  {
    name: 'every value in the nodes’ and labs’ chain stores',
    async *texts({ folder }) {
      for (const node of NODES) yield* chainEntries(join(folder, node, 'chain'), node);
    },
    async plant(remains, word) {
      const checksum = new Uint8Array(8).fill(0xfe);
      const transaction = encodeRlp(['0x', '0x', '0x', '0x', '0x', `0x${padded(word())}`]);
      const stored = { b01: encodeRlp([[transaction], []]), s01: encodeRlp(['0x', Buffer.from(word())]) };
      for (const [key, value] of Object.entries(stored)) {
        await plantValue(join(remains.folder, 'lab-b', 'chain'), key, Buffer.concat([checksum, getBytes(value)]));
      }
      return remains;
    },
  },
  storePlace('every value in the vault', 'vault'),
  storePlace('every value in the hospital’s store of releases', 'releases'),
  storePlace('every value in the hospital’s privacy ledger', 'ledger'),
  {
    name: 'every cell of the warehouse',
    texts: ({ folder }) => databaseRows(join(folder, 'hospital/warehouse.duckdb')),
    async plant(remains, word) {
      await plantRow(join(remains.folder, 'hospital/warehouse.duckdb'), word());
      return remains;
    },
  },
  {
    name: 'the bytes of every file of every participant',
    texts: ({ folder }) => rawFiles(folder),
    async plant(remains, word) {
      await plantFile(join(remains.folder, 'hospital/vault/000000.tmp'), word());
      return remains;
    },
  },
];

/** One of the hospital's own stores: open to nobody else, and encrypted none the less. */
function storePlace(name: string, store: string): Place {
  return {
    name,
    texts: ({ folder }) => levelEntries(join(folder, 'hospital', store), store),
    async plant(remains, word) {
      await plantValue(join(remains.folder, 'hospital', store), 'planted', Buffer.from(word()));
      return remains;
    },
  };
}

async function plantValue(store: string, key: string, value: Uint8Array): Promise<void> {
  const database = new Level<string, Uint8Array>(store, { valueEncoding: 'view' });
  await database.put(key, value);
  await database.close();
}

/** As contracts' arguments are: 32 bytes, the rest zeros. */
function padded(word: string): string {
  return Buffer.from(word.padEnd(32, '\0')).toString('hex');
}
