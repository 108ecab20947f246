import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import { storeDamaged } from '../checked-value.ts';
import { byNumberHash, nodeIdOf, numberOfKey, rangeOf, STORE_SCHEMA } from '../keys.ts';
import { createFindings, type Fault, type Findings } from './findings.ts';
import { createIdSet, type IdSet } from './id-set.ts';
import type { StoreAsIs } from './open-as-is.ts';
import { type BlockCounts, verifyBlocks } from './verify-blocks.ts';
import { type StateCounts, verifyState } from './verify-state.ts';

export interface VerifyOptions {
  /** All kept states, not the head's alone, and whether the store holds nodes that no state needs. */
  readonly isDeep: boolean;
  readonly onProgress?: (phase: 'blocks' | 'states' | 'nodes', done: number, total?: number) => void;
}

export interface StoreReport extends BlockCounts, StateCounts {
  readonly isWhole: boolean;
  readonly head: { readonly number: bigint; readonly hash: Hex };
  readonly mode: 'archive' | 'pruned';
  readonly oldestState: bigint;
  /** States that were walked. */
  readonly states: number;
  /** Nodes on disk that no kept state leads to; only a deep look counts them. They take room and do no harm. */
  readonly unreachable: number | undefined;
  readonly faultCount: number;
  /** The first hundred. */
  readonly faults: readonly Fault[];
}

/** Reads the whole store and changes nothing. @throws MedrecError `STORE_DAMAGED`, `STORE_SCHEMA_UNKNOWN` where there is no telling what it holds */
export async function verifyStore(
  store: StoreAsIs,
  { isDeep, onProgress }: VerifyOptions,
): Promise<{ report: StoreReport; findings: Findings }> {
  if (store.schema !== BigInt(STORE_SCHEMA)) throw otherSchema(store.schema);
  const head = store.reader.header(store.head)?.header;
  if (head === undefined) throw storeDamaged('the head');
  const findings = createFindings();
  const blocks = await verifyBlocks(store, head.number, findings, (done, total) => onProgress?.('blocks', done, total));
  const counts: StateCounts = { nodes: 0, accounts: 0, slots: 0 };
  const seen = createIdSet(store.nextNode);
  let states = 0;
  for await (const { hash, number } of statesToWalk(store, head.number, isDeep)) {
    await walkState(store, hash, number, seen, counts, findings);
    states++;
    onProgress?.('states', states);
  }
  const unreachable = isDeep ? await countUnreachable(store, seen, (done) => onProgress?.('nodes', done)) : undefined;
  const report: StoreReport = {
    ...{ ...blocks, ...counts, states, unreachable },
    isWhole: findings.count() === 0,
    head: { number: head.number, hash: store.head },
    mode: store.window.mode,
    oldestState: store.window.oldest,
    faultCount: findings.count(),
    faults: findings.faults(),
  };
  return { report, findings };
}

/** The head's; in depth, those of every block from the oldest kept on, side blocks that still have one included. */
async function* statesToWalk(
  { disk, head, reader, states, window }: StoreAsIs,
  number: bigint,
  isDeep: boolean,
): AsyncGenerator<{ hash: Hex; number: bigint }> {
  yield { hash: head, number };
  if (!isDeep) return;
  const { from, to } = rangeOf('byNumber');
  for await (const key of disk.keys(from, to)) {
    const hash = bytesToHex(byNumberHash(key));
    const at = numberOfKey(key);
    if (hash === head || at < window.oldest || at > number) continue;
    if (states.record(hash) !== undefined || reader.canonicalHash(at) === hash) yield { hash, number: at };
  }
}

async function walkState(store: StoreAsIs, hash: Hex, number: bigint, seen: IdSet, counts: StateCounts, findings: Findings): Promise<void> {
  try {
    const header = store.reader.header(hash)?.header;
    const record = store.states.record(hash);
    if (header === undefined || record === undefined) throw storeDamaged('the place of a block’s state');
    await verifyState(store, header.stateRoot, record.top, seen, counts);
  } catch (thrown) {
    const { code, message } = asMedrecError(thrown);
    findings.add('state', number, `${code}: ${message}`);
  }
}

async function countUnreachable({ disk }: StoreAsIs, seen: IdSet, onProgress: (done: number) => void): Promise<number> {
  let unreachable = 0;
  let done = 0;
  const { from, to } = rangeOf('node');
  for await (const key of disk.keys(from, to)) {
    if (!seen.has(nodeIdOf(key))) unreachable++;
    onProgress(++done);
  }
  return unreachable;
}

function otherSchema(found: bigint): MedrecError {
  return new MedrecError({
    code: 'STORE_SCHEMA_UNKNOWN',
    message: 'The block store has the format of another version.',
    facts: { found, expected: STORE_SCHEMA },
    remedy: 'Run the node once, which brings an older store up to date, or use the version that made it.',
  });
}
