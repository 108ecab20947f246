import { type Block, type BlockHeader, createBlock, createBlockFromRLP } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import type { Chain, Head, HeadChange } from '@medrec/miner/chain';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

export const common = new Common({ chain: Mainnet, hardfork: Hardfork.Berlin });
export const decodeBlock = (rlp: Uint8Array): Block => createBlockFromRLP(rlp, { common });

export function makeBlock(parent: Block | undefined, difficulty = 100_000n, extra = 0): Block {
  const number = parent === undefined ? 0n : parent.header.number + 1n;
  const header = {
    number,
    difficulty,
    gasLimit: 30_000_000n,
    timestamp: 1000n + number,
    extraData: new Uint8Array([extra]),
    ...(parent ? { parentHash: parent.hash() } : {}),
  };
  return createBlock({ header }, { common });
}

export function makeChain(length: number, genesis: Block = makeBlock(undefined), difficulty = 100_000n, extra = 0): Block[] {
  const blocks = [genesis];
  while (blocks.length <= length) blocks.push(makeBlock(blocks.at(-1), difficulty, extra));
  return blocks;
}

export interface FakeChain {
  readonly chain: Chain;
  readonly imported: { hash: Hex; origin: string }[];
  /** Blocks with this extra byte break a rule. */
  forbid(extra: number): void;
}

/** A chain of headers in memory: fork choice by total difficulty, no execution. */
export function createFakeChain(blocks: readonly Block[]): FakeChain {
  const byHash = new Map<string, { block: Block; totalDifficulty: bigint }>();
  const imported: { hash: Hex; origin: string }[] = [];
  const listeners = new Set<(change: HeadChange) => void>();
  let forbidden = -1;
  let head: Block = blocks[0] as Block;
  const hashOf = (block: Block): Hex => bytesToHex(block.hash());
  const add = (block: Block): bigint => {
    const parent = byHash.get(bytesToHex(block.header.parentHash));
    const totalDifficulty = block.header.difficulty + (parent?.totalDifficulty ?? 0n);
    byHash.set(hashOf(block), { block, totalDifficulty });
    return totalDifficulty;
  };
  const totalOf = (block: Block): bigint => byHash.get(hashOf(block))?.totalDifficulty ?? 0n;
  for (const block of blocks) {
    add(block);
    head = block;
  }
  const headOf = (): Head => ({ hash: hashOf(head), number: head.header.number, totalDifficulty: totalOf(head), header: head.header });
  const refuseForbidden = (headers: readonly BlockHeader[]): void => {
    if (headers.some(({ extraData }) => extraData[0] === forbidden))
      throw new RuleError({ code: 'SEAL_INVALID', message: 'no work', verdict: 'penalise' });
  };
  const canonical = (number: bigint): Block | undefined => {
    let block: Block | undefined = head;
    while (block !== undefined && block.header.number > number) block = byHash.get(bytesToHex(block.header.parentHash))?.block;
    return block?.header.number === number ? block : undefined;
  };
  const chain = {
    genesisHash: hashOf(blocks[0] as Block),
    head: headOf,
    async importBlock(block: Block, origin: string) {
      refuseForbidden([block.header]);
      if (byHash.has(hashOf(block))) return 'known';
      if (!byHash.has(bytesToHex(block.header.parentHash))) return 'orphan';
      imported.push({ hash: hashOf(block), origin });
      const before = totalOf(head);
      if (add(block) <= before) return 'side';
      head = block;
      for (const listener of listeners) listener({ removed: [], added: [block], head: headOf() });
      return 'canonical';
    },
    prepareSenders: async () => undefined,
    verifyHeaders: async (headers: readonly BlockHeader[]) => refuseForbidden(headers),
    verifySeals: async (batch: readonly Block[]) => refuseForbidden(batch.map(({ header }) => header)),
    blockByHash: async (hash: Hex) => byHash.get(hash)?.block,
    blockByNumber: async (number: bigint) => canonical(number),
    headerByNumber: async (number: bigint) => canonical(number)?.header,
    async bodyOf(hash: Hex) {
      const block = byHash.get(hash)?.block;
      return block && RLP.encode(block.raw().slice(1, 3) as Uint8Array[][]);
    },
    totalDifficultyOf: async (hash: Hex) => byHash.get(hash)?.totalDifficulty,
    onHead(listener: (change: HeadChange) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const forbid = (extra: number): void => {
    forbidden = extra;
  };
  return { chain: chain as unknown as Chain, imported, forbid };
}
