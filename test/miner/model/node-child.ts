import type { HeadChange, ImportOutcome } from '@medrec/miner/chain';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { CENSUS_ADDRESS, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, readContract, registrarAbi } from '@medrec/shared/contracts';
import { asMedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { openChain } from '../../../packages/miner/src/node/open-chain.ts';
import { logDigest } from './log-digest.ts';
import type { Answers, Ask, Canonical, Move, NodeLedger, ReleaseName, View } from './messages.ts';

// A node as it is wired, without sockets; it does one thing after the other and may be killed at any time.

const [dir = '', spec = ''] = process.argv.slice(2);
const opened = await openChain({ dir, spec, keepStates: 10_240 }, silentLogger(), () => undefined);
const { chain, pool, store, executor, decodeBlock } = opened;
await pool.restore();
let moves: Move[] = [];
let added: Hex[] = [];
const hashesOf = (blocks: HeadChange['added']): Hex[] => blocks.map((block) => bytesToHex(block.hash()));
chain.onHead((change) => {
  moves.push({ removed: hashesOf(change.removed), added: hashesOf(change.added) });
  added.push(...hashesOf(change.added));
});

async function logsOf(hash: Hex): Promise<Hex> {
  return logDigest((await chain.receiptsOf(hash)) ?? [], await chain.systemLogsOf(hash));
}

async function view(): Promise<View> {
  const { hash, totalDifficulty, header } = chain.head();
  const logs = new Map<Hex, Hex>();
  for (const block of added) logs.set(block, await logsOf(block));
  const seen: View = {
    ...{ head: hash, totalDifficulty, stateRoot: bytesToHex(header.stateRoot), moves, logs },
    pooled: pool
      .all()
      .map((pooled) => pooled.hash)
      .toSorted(),
    ready: pool.ready().map((pooled) => pooled.hash),
    ommers: (await chain.ommerCandidates()).map((ommer) => bytesToHex(ommer.hash())).toSorted(),
  };
  moves = [];
  added = [];
  return seen;
}

async function canonical(from: bigint, to: bigint): Promise<Canonical> {
  const numbers = Array.from({ length: Number(to - from) + 1 }, (_, i) => from + BigInt(i));
  const hashes = numbers.map((number) => store.canonicalHash(number));
  return { hashes, logs: await Promise.all(hashes.map(async (hash) => (hash === undefined ? undefined : logsOf(hash)))) };
}

async function ledger(releases: readonly ReleaseName[], labs: readonly Hex[]): Promise<NodeLedger> {
  const { hash } = chain.head();
  const call = async (to: Hex, data: Hex): Promise<Hex> => bytesToHex((await chain.call(hash, { to, data })).returnData);
  const idOf = (account: Hex): Promise<Hex> => readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'idOf', [account]);
  const spent: bigint[] = [];
  for (const { address } of opened.spec.config.medrec.providers) {
    spent.push(await readContract(call, CENSUS_ADDRESS, censusAbi, 'spentMicroRho', [await idOf(address)]));
  }
  const labIds = await Promise.all(labs.map(idOf));
  const fundedAt: bigint[] = [];
  const tiers: number[][] = [];
  for (const { provider, product, epoch } of releases) {
    const release = releaseKey({ providerId: await idOf(provider), product, epoch });
    fundedAt.push((await readContract(call, CENSUS_ADDRESS, censusAbi, 'releaseOf', [release])).fundedAt);
    const owned: number[] = [];
    for (const lab of labIds) owned.push((await readContract(call, CENSUS_ADDRESS, censusAbi, 'entitlementOf', [lab, release])).tier);
    tiers.push(owned);
  }
  return { spent, fundedAt, tiers };
}

const refused = (error: unknown): { code: string } => ({ code: asMedrecError(error).code });

async function importRlp(rlp: Uint8Array): Promise<ImportOutcome> {
  return chain.importBlock(decodeBlock(rlp), 'model');
}

async function answer(ask: Ask): Promise<Answers[Ask['kind']]> {
  switch (ask.kind) {
    case 'import':
      return importRlp(ask.rlp).catch(refused);
    case 'add':
      return pool.add(ask.raw, 'model').then((hash) => ({ hash }), refused);
    case 'has':
      return store.has(ask.hash);
    case 'ledger':
      return ledger(ask.releases, ask.labs);
    case 'canonical':
      return canonical(ask.from, ask.to);
    case 'view':
      return view();
    case 'close':
      await opened.close();
      return true;
  }
}

// The next question is taken up when the last one is answered, in order.
let last: Promise<unknown> = Promise.resolve();
process.on('message', ({ id, ask }: { readonly id: number; readonly ask: Ask }) => {
  last = last
    .then(() => answer(ask))
    .then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, failure: String(error instanceof Error ? error.stack : error) }),
    );
});
process.send?.({ id: 0, result: executor !== undefined });
