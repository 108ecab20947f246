import { decodeRlp, keccak256, type RlpStructuredData } from 'ethers';

// A second opinion on Merkle Patricia proofs (yellow paper, appendix D), which shares no code with the node: it knows a
// root and a key, and reads the nodes it is given.

type Item = RlpStructuredData;
const EMPTY_ROOT = keccak256('0x80');

/** The value at `keccak256(key)` as hex, '0x' when the proof shows that there is none. @throws RangeError when it shows neither */
export function verifyProof(root: string, key: string, proof: readonly string[]): string {
  const nodes = new Map(proof.map((node) => [keccak256(node), node]));
  if (root === EMPTY_ROOT && proof.length === 0) return '0x';
  let used = 0;
  const load = (reference: Item): Item[] => {
    if (Array.isArray(reference)) return reference;
    const node = nodes.get(reference);
    if (node === undefined) throw new RangeError('the proof lacks a node');
    used++;
    return decodeRlp(node) as Item[];
  };
  const done = (value: string): string => {
    if (used !== proof.length) throw new RangeError('the proof has nodes off the way');
    return value;
  };
  let path = keccak256(key).slice(2);
  for (let node = load(root); ; ) {
    if (node.length === 17) {
      const next = node[Number.parseInt(path[0] ?? '', 16)];
      path = path.slice(1);
      if (next === undefined || next === '0x') return done('0x');
      node = load(next);
      continue;
    }
    const [packed, value] = node as [string, Item];
    const flag = Number.parseInt(packed[2] ?? '', 16);
    const own = packed.slice(flag & 1 ? 3 : 4);
    if (flag >= 2) return done(own === path ? (value as string) : '0x');
    if (!path.startsWith(own)) return done('0x');
    path = path.slice(own.length);
    node = load(value);
  }
}
