import type { ImportOutcome } from '@medrec/miner/chain';
import type { Hex } from '@medrec/shared/bytes';
import type { AuthoredBlock, AuthoredTransaction } from './author.ts';
import { emptyLedger, type Ledger, ledgerAfter } from './ledger.ts';
import type { Move } from './messages.ts';

// The small model: a tree of blocks, the heaviest branch, first seen of equals, and the transactions that wait. All of it in
// maps, none of it from the node's code.

export interface ModelBlock extends AuthoredBlock {
  readonly number: bigint;
  readonly totalDifficulty: bigint;
  readonly ledger: Ledger;
  /** Next nonce by provider. */
  readonly nonces: readonly number[];
}

export interface ModelChain {
  head(): ModelBlock;
  get(hash: Hex): ModelBlock | undefined;
  /** In the order in which they were accepted. */
  blocks(): readonly ModelBlock[];
  canonicalAt(number: bigint): ModelBlock | undefined;
  /** What an import of that block must bring, with its moves and those of orphans that waited for it. */
  deliver(block: AuthoredBlock): { readonly outcome: ImportOutcome; readonly moves: readonly Move[] };
  /** What adding must bring; a code of a refusal or the hash. */
  add(transaction: AuthoredTransaction): Hex | 'TX_NONCE_LOW' | 'TX_NONCE_TAKEN' | 'TX_NONCE_GAP';
  pooled(): readonly AuthoredTransaction[];
  /** Pooled without a gap from the account's nonce on, in nonce order by provider. */
  ready(provider: number): readonly AuthoredTransaction[];
  /** A restart: orphans are forgotten. */
  restart(): void;
  /** The pool is what is left of it after a crash. */
  keepPooled(hashes: ReadonlySet<Hex>): void;
}

const MAX_NONCES_AHEAD = 256;

export interface ModelRules {
  readonly providers: number;
  readonly labs: number;
  readonly lifetime: number;
  epochOf(block: AuthoredBlock): bigint;
}

export function createModelChain(genesis: AuthoredBlock, rules: ModelRules): ModelChain {
  const zeros = Array.from({ length: rules.providers }, () => 0);
  const root: ModelBlock = {
    ...genesis,
    ...{ number: 0n, totalDifficulty: genesis.header.difficulty, ledger: emptyLedger(rules.providers), nonces: zeros },
  };
  const blocks = new Map<Hex, ModelBlock>([[root.hash, root]]);
  const orphans = new Map<Hex, AuthoredBlock>();
  const pool: Map<number, AuthoredTransaction>[] = zeros.map(() => new Map());
  let canonical: ModelBlock[] = [root];
  const head = (): ModelBlock => canonical.at(-1) ?? root;
  const isCanonical = ({ number, hash }: ModelBlock): boolean => canonical[Number(number)]?.hash === hash;

  const accept = (block: AuthoredBlock, parent: ModelBlock): Move | undefined => {
    const ledger = ledgerAfter(parent.ledger, block, rules.epochOf(block), rules.lifetime, rules.labs);
    const nonces = parent.nonces.map((nonce, provider) => nonce + block.transactions.filter((sent) => sent.provider === provider).length);
    const totalDifficulty = parent.totalDifficulty + block.header.difficulty;
    const accepted = { ...block, number: parent.number + 1n, totalDifficulty, ledger, nonces };
    blocks.set(block.hash, accepted);
    return totalDifficulty > head().totalDifficulty ? moveTo(accepted) : undefined;
  };

  const moveTo = (target: ModelBlock): Move => {
    const added: ModelBlock[] = [];
    let at = target;
    for (; !isCanonical(at); at = blocks.get(at.parent) ?? root) added.unshift(at);
    const removed = canonical.slice(Number(at.number) + 1).reverse();
    canonical = [...canonical.slice(0, Number(at.number) + 1), ...added];
    for (const { transactions } of [...removed].reverse()) {
      for (const lost of transactions) if (!pool[lost.provider]?.has(lost.nonce)) pool[lost.provider]?.set(lost.nonce, lost);
    }
    for (const [provider, nonce] of target.nonces.entries()) {
      for (const waiting of pool[provider]?.keys() ?? []) if (waiting < nonce) pool[provider]?.delete(waiting);
    }
    return { removed: removed.map(({ hash }) => hash), added: added.map(({ hash }) => hash) };
  };

  return {
    head,
    get: (hash) => blocks.get(hash),
    blocks: () => [...blocks.values()],
    canonicalAt: (number) => canonical[Number(number)],
    deliver(block) {
      if (blocks.has(block.hash)) return { outcome: 'known', moves: [] };
      const parent = blocks.get(block.parent);
      if (parent === undefined) {
        orphans.set(block.hash, block);
        return { outcome: 'orphan', moves: [] };
      }
      const first = accept(block, parent);
      const moves = first === undefined ? [] : [first];
      const childrenOf = (hash: Hex): AuthoredBlock[] => {
        const children = [...orphans.values()].filter((orphan) => orphan.parent === hash);
        for (const child of children) orphans.delete(child.hash);
        return children;
      };
      const waiting = childrenOf(block.hash);
      for (let orphan = waiting.shift(); orphan !== undefined; orphan = waiting.shift()) {
        const under = blocks.get(orphan.parent);
        const move = blocks.has(orphan.hash) || under === undefined ? undefined : accept(orphan, under);
        if (move !== undefined) moves.push(move);
        waiting.push(...childrenOf(orphan.hash));
      }
      return { outcome: first === undefined ? 'side' : 'canonical', moves };
    },
    add(transaction) {
      const queue = pool[transaction.provider] as Map<number, AuthoredTransaction>;
      const waiting = queue.get(transaction.nonce);
      if (waiting?.hash === transaction.hash) return transaction.hash;
      const nonce = head().nonces[transaction.provider] ?? 0;
      if (transaction.nonce < nonce) return 'TX_NONCE_LOW';
      if (transaction.nonce >= nonce + MAX_NONCES_AHEAD) return 'TX_NONCE_GAP';
      if (waiting !== undefined) return 'TX_NONCE_TAKEN';
      queue.set(transaction.nonce, transaction);
      return transaction.hash;
    },
    pooled: () => pool.flatMap((queue) => [...queue.values()]),
    ready(provider) {
      const ready: AuthoredTransaction[] = [];
      for (let nonce = head().nonces[provider] ?? 0; ; nonce++) {
        const next = pool[provider]?.get(nonce);
        if (next === undefined) return ready;
        ready.push(next);
      }
    },
    restart: () => orphans.clear(),
    keepPooled(hashes) {
      for (const queue of pool) for (const [nonce, { hash }] of queue) if (!hashes.has(hash)) queue.delete(nonce);
    },
  };
}
