import { createAccountFromRLP, KECCAK256_NULL } from '@ethereumjs/util';
import { bytesToHex, equalBytes, type Hex, keccak } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import { decodeBareNode, EMPTY_ID, encodeRecord, type LoadedNode, type NodeId } from '../../execution/index.ts';
import { codeKey, nodeKey } from '../keys.ts';
import type { BatchWrite } from '../open-level.ts';
import { invalidSnapshot } from './items.ts';

/** Puts a state together from nodes that come top down; each is believed only if it hashes to what its parent says. */
export interface StateReceiver {
  /** @throws MedrecError `SNAPSHOT_INVALID` */
  node(encoded: Uint8Array): void;
  /** @throws MedrecError `SNAPSHOT_INVALID` */
  code(bytes: Uint8Array): void;
  /** What can be written by now; taken out. */
  take(): BatchWrite[];
  pendingWrites(): number;
  /** Once all has come. @throws MedrecError `SNAPSHOT_INVALID` when something is missing */
  finish(): { readonly top: NodeId; readonly nextId: NodeId };
}

type Part = 'accounts' | 'slots';

/** A node whose children are still to come. */
interface Open {
  readonly encoded: Uint8Array;
  readonly awaited: readonly Awaited[];
  readonly links: NodeId[];
}

interface Awaited {
  readonly hash: Uint8Array;
  readonly part: Part;
}

const EMPTY_TRIE = keccak(Uint8Array.of(0x80));
/** Deeper than any path of two keys of 64 nibbles. */
const MAX_DEPTH = 130;

export function createStateReceiver(stateRoot: Uint8Array): StateReceiver {
  const isEmpty = equalBytes(stateRoot, EMPTY_TRIE);
  const open: Open[] = [{ encoded: new Uint8Array(0), awaited: isEmpty ? [] : [{ hash: stateRoot, part: 'accounts' }], links: [] }];
  const codes = new Set<Hex>();
  let awaitedCode: Uint8Array | undefined;
  let writes: BatchWrite[] = [];
  let nextId = 1;

  /** Nodes with nothing left to wait for get their number, children before parents. */
  function close(): void {
    for (let last = open.at(-1); last && open.length > 1 && last.links.length === last.awaited.length; last = open.at(-1)) {
      open.pop();
      writes.push({ key: nodeKey(nextId), value: encodeRecord(last) });
      open.at(-1)?.links.push(nextId++);
    }
  }

  function next(): Awaited {
    const last = open.at(-1);
    const awaited = last?.awaited[last.links.length];
    if (awaited === undefined || awaitedCode) throw invalidSnapshot('a node that is not awaited');
    return awaited;
  }

  return {
    node(encoded) {
      const { hash, part } = next();
      if (!equalBytes(keccak(encoded), hash)) throw invalidSnapshot('a node that is not the one its parent names');
      if (open.length > MAX_DEPTH) throw invalidSnapshot('a trie deeper than its keys');
      const { awaited, codeHash } = contentsOf(encoded, part);
      if (codeHash && !codes.has(bytesToHex(codeHash))) awaitedCode = codeHash;
      open.push({ encoded, awaited, links: [] });
      if (awaitedCode === undefined) close();
    },
    code(bytes) {
      if (awaitedCode === undefined) throw invalidSnapshot('code that is not awaited');
      if (!equalBytes(keccak(bytes), awaitedCode)) throw invalidSnapshot('code that is not the account’s');
      writes.push({ key: codeKey(awaitedCode), value: bytes });
      codes.add(bytesToHex(awaitedCode));
      awaitedCode = undefined;
      close();
    },
    take() {
      const taken = writes;
      writes = [];
      return taken;
    },
    pendingWrites: () => writes.length,
    finish() {
      const [root] = open;
      if (open.length > 1 || awaitedCode || root?.links.length !== root?.awaited.length) throw invalidSnapshot('the state is not complete');
      return { top: root?.links[0] ?? EMPTY_ID, nextId };
    },
  };
}

function contentsOf(encoded: Uint8Array, part: Part): { awaited: Awaited[]; codeHash: Uint8Array | undefined } {
  try {
    const node = decodeBareNode(encoded);
    if (node.kind === 'leaf' && part === 'accounts') return contentsOfAccount(node.value);
    const awaited: Awaited[] = [];
    collect(node, part, awaited);
    return { awaited, codeHash: undefined };
  } catch (cause) {
    throw invalidSnapshot('a node that cannot be read', asMedrecError(cause));
  }
}

function contentsOfAccount(value: Uint8Array): { awaited: Awaited[]; codeHash: Uint8Array | undefined } {
  const { storageRoot, codeHash } = createAccountFromRLP(value);
  const awaited: Awaited[] = equalBytes(storageRoot, EMPTY_TRIE) ? [] : [{ hash: storageRoot, part: 'slots' }];
  return { awaited, codeHash: equalBytes(codeHash, KECCAK256_NULL) ? undefined : codeHash };
}

/** Hashes in the order in which a record links them. */
function collect(node: LoadedNode, part: Part, awaited: Awaited[]): void {
  if (node.kind === 'leaf') return;
  for (const child of node.kind === 'branch' ? node.children : [node.child]) {
    if (child?.kind === 'hash') awaited.push({ hash: child.hash, part });
    else if (child) collect(child, part, awaited);
  }
}
