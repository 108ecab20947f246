import { bytesToHex, equalBytes, type Hex, keccak } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import {
  decodeNode,
  decodeRecord,
  EMPTY_ID,
  isPacked,
  type LoadedNode,
  missingNode,
  type NodeId,
  type NodeRecord,
  type StateNodes,
} from '../execution/index.ts';
import { createAgingCache } from './aging-cache.ts';
import type { HeadState } from './flat-state.ts';
import { codeKey, nodeKey, rootKey, stateKey } from './keys.ts';
import type { Disk } from './open-level.ts';
import { decodeRootUses, decodeStateRecord, type StateRecord } from './state-record.ts';
import { statePruned } from './state-window.ts';

export interface StateOnDisk extends StateNodes {
  readonly flat: HeadState;
  /** Undefined when the block's state is not kept. */
  record(block: Hex): StateRecord | undefined;
  /** Nodes that have just been written: the next block's way leads through them. */
  remember(records: readonly NodeRecord[], firstId: NodeId): void;
}

const EMPTY_TRIE = keccak(Uint8Array.of(0x80));

// What a decoded node costs in V8, measured: nearly all branches are packed, the others have a view on each hash.
const PACKED_BYTES = 1400;
const BRANCH_BYTES = 5500;
const PATH_BYTES = 1000;
const CODE_CACHE_BYTES = 16 * 1024 * 1024;

/** @param isPruned whether the block's state is missing by intent, for the right error */
export function createStateNodes(disk: Disk, flat: HeadState, cacheBytes: number, isPruned: (block: Hex) => boolean): StateOnDisk {
  const nodes = createAgingCache<NodeId, LoadedNode>(cacheBytes);
  const codes = createAgingCache<Hex, Uint8Array>(CODE_CACHE_BYTES);
  const weightOf = (node: LoadedNode): number => (isPacked(node) ? PACKED_BYTES : node.kind === 'branch' ? BRANCH_BYTES : PATH_BYTES);

  const record = (block: Hex): StateRecord | undefined => {
    const bytes = disk.get(stateKey(block));
    return bytes && decodeStateRecord(bytes);
  };

  return {
    flat,
    record,
    node(id) {
      const cached = nodes.get(id);
      if (cached !== undefined) return cached;
      const bytes = disk.get(nodeKey(id));
      if (bytes === undefined) throw missingNode(id);
      const node = decodeNode(decodeRecord(bytes));
      nodes.set(id, node, weightOf(node));
      return node;
    },
    remember(records, firstId) {
      for (const [at, record] of records.entries()) {
        const node = decodeNode(record);
        // Values are remembered with the head's slots.
        if (node.kind !== 'leaf') nodes.set(firstId + at, node, weightOf(node));
      }
    },
    code(hash) {
      const name = bytesToHex(hash);
      const cached = codes.get(name);
      if (cached !== undefined) return cached;
      const code = disk.get(codeKey(hash));
      if (code !== undefined) codes.set(name, code, code.length);
      return code;
    },
    topOf(stateRoot, block) {
      if (equalBytes(stateRoot, EMPTY_TRIE)) return EMPTY_ID;
      const top = block ? record(bytesToHex(block))?.top : decodeRootUses(disk.get(rootKey(stateRoot))).at(-1)?.top;
      if (top === undefined) throw stateGone(stateRoot, block !== undefined && isPruned(bytesToHex(block)));
      return top;
    },
  };
}

function stateGone(stateRoot: Uint8Array, isPruned: boolean): MedrecError {
  const facts = { stateRoot: bytesToHex(stateRoot) };
  if (isPruned) return statePruned(facts);
  return new MedrecError({
    code: 'STATE_NODE_MISSING',
    message: 'The store lacks the state of a block that it has.',
    facts,
    remedy: 'The store is damaged: stop the node and run `medrec-miner db repair`.',
  });
}
