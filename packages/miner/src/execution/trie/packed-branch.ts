import { BRANCH_WIDTH, type BranchNode, type HashNode, type NodeId, type TrieNode } from './node.ts';

const EMPTY_ITEM = 0x80;
const HASH_ITEM = 0xa0;
const HASH_BYTES = 32;
const LONG_LIST = 0xf7;

/**
 * A stored branch as its RLP, read where it is asked: sixteen hashes as objects take five times the memory, and a walk
 * looks at one of them. Only for branches of hashes, without a value, as nearly all of a state are.
 */
class PackedBranch implements BranchNode {
  readonly kind = 'branch' as const;
  readonly value = undefined;
  readonly encoded: Uint8Array;
  readonly links: readonly NodeId[];

  constructor(encoded: Uint8Array, links: readonly NodeId[]) {
    this.encoded = encoded;
    this.links = links;
  }

  get children(): readonly (TrieNode | undefined)[] {
    const children: (TrieNode | undefined)[] = [];
    let at = start(this.encoded);
    for (let index = 0, link = 0; index < BRANCH_WIDTH; index++) {
      const isHash = this.encoded[at] === HASH_ITEM;
      children.push(isHash ? this.hashAt(at, link++) : undefined);
      at += isHash ? 1 + HASH_BYTES : 1;
    }
    return children;
  }

  child(index: number): HashNode | undefined {
    let at = start(this.encoded);
    let link = 0;
    for (let i = 0; i < index; i++) {
      const isHash = this.encoded[at] === HASH_ITEM;
      if (isHash) link++;
      at += isHash ? 1 + HASH_BYTES : 1;
    }
    return this.encoded[at] === HASH_ITEM ? this.hashAt(at, link) : undefined;
  }

  private hashAt(at: number, link: number): HashNode {
    return { kind: 'hash', hash: this.encoded.subarray(at + 1, at + 1 + HASH_BYTES), id: this.links[link] as NodeId };
  }
}

/** Undefined where the RLP is not that of such a branch, with as many links as it has hashes. */
export function packBranch(encoded: Uint8Array, links: readonly NodeId[]): BranchNode | undefined {
  const first = encoded[0] ?? 0;
  if (first <= LONG_LIST || start(encoded) + lengthOf(encoded) !== encoded.length) return undefined;
  let at = start(encoded);
  let hashes = 0;
  for (let index = 0; index < BRANCH_WIDTH; index++) {
    const item = encoded[at];
    if (item === HASH_ITEM) hashes++;
    else if (item !== EMPTY_ITEM) return undefined;
    at += item === HASH_ITEM ? 1 + HASH_BYTES : 1;
  }
  const isWhole = encoded[at] === EMPTY_ITEM && at + 1 === encoded.length && hashes === links.length;
  return isWhole ? new PackedBranch(encoded, links) : undefined;
}

export function isPacked(node: TrieNode): boolean {
  return node instanceof PackedBranch;
}

/** One child of a branch, without unpacking the others. */
export function childAt(node: BranchNode, index: number): TrieNode | undefined {
  return node instanceof PackedBranch ? node.child(index) : node.children[index];
}

/** Where the items of a list of more than 55 bytes begin (yellow paper, appendix B). */
function start(encoded: Uint8Array): number {
  return 1 + (encoded[0] as number) - LONG_LIST;
}

function lengthOf(encoded: Uint8Array): number {
  let length = 0;
  for (let at = 1; at < start(encoded); at++) length = length * 256 + (encoded[at] as number);
  return length;
}
