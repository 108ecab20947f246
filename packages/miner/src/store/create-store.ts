import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { storeDamaged } from './checked-value.ts';
import { canonicalOperations, commitOperations } from './commit-block.ts';
import { stateOperations } from './commit-state.ts';
import { byNumberHash, byNumberKey, metaKey, readNumber } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';
import { pruneHeight } from './prune.ts';
import type { BlockReader } from './read-blocks.ts';
import { rebuildTarget } from './rebuild.ts';
import { rewindOperations } from './rewind.ts';
import { createRootUses, type RootUses } from './root-uses.ts';
import type { StateOnDisk } from './state-nodes.ts';
import { type StateWindow, windowOperations } from './state-window.ts';
import type { BlockCommit, Store } from './types.ts';

export interface StoreParts {
  readonly disk: Disk;
  readonly reader: BlockReader;
  readonly states: StateOnDisk;
  readonly genesisHash: Hex;
  readonly head: Hex;
  readonly window: StateWindow;
  readonly keptStates: number;
}

/** Heights that one block's batch prunes at most, so that a store that has just become a pruned one stays quick. */
const PRUNED_AT_ONCE = 8;

export function createStore({ disk, reader, states, genesisHash, keptStates, ...opened }: StoreParts): Store {
  let { head, window } = opened;
  let headNumber = reader.header(head)?.header.number ?? 0n;
  let nextId = nextNode(disk);
  let target = rebuildTarget(disk);
  states.flat.reset(states.record(head)?.top ?? 0);

  /** Gives up what has become too old with the new head, a few heights at a time. */
  async function prune({ canonical }: BlockCommit, roots: RootUses): Promise<{ operations: BatchWrite[]; window: StateWindow }> {
    const newHead = canonical?.added.at(-1)?.header.number;
    if (window.mode === 'archive' || newHead === undefined) return { operations: [], window };
    const oldestKept = newHead - BigInt(keptStates) + 1n;
    const operations: BatchWrite[] = [];
    let oldest = window.oldest;
    const hashAt = (number: bigint): Hex => {
      const added = canonical?.added.find(({ header }) => header.number === number);
      const hash = added ? bytesToHex(added.hash()) : reader.canonicalHash(number);
      if (hash === undefined) throw storeDamaged('the canonical chain');
      return hash;
    };
    for (let steps = 0; oldest < oldestKept && steps < PRUNED_AT_ONCE; steps++, oldest++) {
      operations.push(...(await pruneHeight(oldest, hashAt(oldest), hashAt(oldest + 1n), { disk, reader, states, roots })));
    }
    if (oldest === window.oldest) return { operations, window };
    const next = { ...window, oldest };
    return { operations: [...operations, ...windowOperations(next)], window: next };
  }

  return {
    genesisHash,
    nodes: states,
    window: () => window,
    hasState: (hash) => states.record(hash) !== undefined,
    headHash: () => head,
    has: (hash) => reader.header(hash) !== undefined,
    header: (hash) => reader.header(hash)?.header,
    block: reader.block,
    body: reader.body,
    totalDifficulty: (hash) => reader.header(hash)?.totalDifficulty,
    canonicalHash(number) {
      if (number < 0n || number > headNumber) return undefined;
      const hash = reader.canonicalHash(number);
      if (hash === undefined) throw storeDamaged('the canonical chain');
      return hash;
    },
    receipts: reader.receipts,
    receiptsBytes: reader.receiptsBytes,
    place: reader.place,
    async hashesBetween(from, to) {
      const last = new Uint8Array(32).fill(0xff);
      const keys = await disk.keysBetween(byNumberKey(from, new Uint8Array(0)), byNumberKey(to, last));
      return keys.map((key) => bytesToHex(byNumberHash(key)));
    },
    async commit(commit) {
      const roots = createRootUses(disk);
      const state = stateOperations(commit.block, commit.writes, nextId, roots);
      const pruned = await prune(commit, roots);
      const newHead = commit.canonical?.added.at(-1);
      const reached = newHead !== undefined && bytesToHex(newHead.hash()) === target;
      await disk.write([
        ...state.operations,
        ...commitOperations(commit),
        ...pruned.operations,
        ...roots.operations(),
        ...(reached ? [{ key: metaKey('rebuild'), value: null }] : []),
      ]);
      nextId = state.nextId;
      states.remember(state.records, state.firstId);
      window = pruned.window;
      if (reached) target = undefined;
      if (newHead === undefined) return;
      head = bytesToHex(newHead.hash());
      headNumber = newHead.header.number;
      if (newHead === commit.block) states.flat.advance(commit.writes, state.firstId, state.top);
      else states.flat.reset(states.record(head)?.top ?? 0);
    },
    async reorganise(change) {
      const newHead = change.added.at(-1);
      if (newHead === undefined) return;
      await disk.write(canonicalOperations(change));
      head = bytesToHex(newHead.hash());
      headNumber = newHead.header.number;
      states.flat.reset(states.record(head)?.top ?? 0);
    },
    pending() {
      if (target === undefined) return undefined;
      return { head: target, height: reader.header(target)?.header.number ?? headNumber };
    },
    nextPending() {
      const hash = target === undefined ? undefined : reader.canonicalHash(headNumber + 1n);
      return hash === undefined ? undefined : reader.block(hash);
    },
    async dropPending() {
      if (target === undefined) return;
      await disk.write([...(await rewindOperations(headNumber, { disk, reader, states })), { key: metaKey('rebuild'), value: null }]);
      target = undefined;
    },
    close: () => disk.close(),
  };
}

function nextNode(disk: Disk): number {
  const stored = disk.get(metaKey('nextNode'));
  if (stored === undefined) throw storeDamaged('the number of the next state node');
  return Number(readNumber(stored));
}
