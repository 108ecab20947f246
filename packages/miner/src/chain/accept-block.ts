import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Executor } from '../execution/index.ts';
import type { Store } from '../store/index.ts';
import { chooseFork, type ForkRules } from './fork-choice.ts';
import type { Head, HeadChange } from './types.ts';

export interface AcceptDependencies extends ForkRules {
  readonly store: Store;
  readonly executor: Executor;
  readonly log: Logger;
}

/**
 * Executes a block whose header and body are checked, side blocks too, and stores it with the chain's new shape in one batch.
 * @returns the change of head, or undefined for a side block
 * @throws RuleError from a record rule or a wrong result; MedrecError from the store
 */
export async function acceptBlock(
  block: Block,
  parent: BlockHeader,
  head: Head,
  parts: AcceptDependencies,
): Promise<HeadChange | undefined> {
  const { store, executor, log, maxReorgBlocks } = parts;
  checkStateKept(parent, store);
  const result = await executor.runBlock(block, parent);
  const parentDifficulty = store.totalDifficulty(bytesToHex(parent.hash())) ?? 0n;
  const totalDifficulty = parentDifficulty + block.header.difficulty;
  const fork = chooseFork(store, head, block, totalDifficulty, parts);
  const { receipts, systemLogs, writes } = result;
  const canonical = fork.kind === 'canonical' ? { canonical: fork.change } : {};
  await store.commit({ block, totalDifficulty, receipts, systemLogs, writes, ...canonical });

  const hash = bytesToHex(block.hash());
  if (fork.kind === 'too-deep') {
    log.error(
      { block: hash, number: Number(block.header.number), depth: Number(fork.forkDepth), maxReorgBlocks },
      'a heavier branch forks off too far back and is not followed',
    );
  }
  if (fork.kind === 'uncertified') {
    const depth = Number(fork.forkDepth);
    log.warn({ block: hash, number: Number(block.header.number), depth }, 'a heavier branch lacks a certified block and is not followed');
  }
  if (fork.kind !== 'canonical') return undefined;
  return { ...fork.change, head: { hash, number: block.header.number, totalDifficulty, header: block.header } };
}

/**
 * FORK_TOO_DEEP: the block builds on a side branch whose state this node has given up, because the branch leaves the
 * canonical chain farther back than it keeps states. That it gave them up is nobody else's fault.
 */
function checkStateKept(parent: BlockHeader, store: Store): void {
  const hash = bytesToHex(parent.hash());
  const isCanonical = parent.number >= store.window().oldest && store.canonicalHash(parent.number) === hash;
  if (isCanonical || store.hasState(hash)) return;
  throw new RuleError({
    code: 'FORK_TOO_DEEP',
    message: 'The block’s branch leaves the chain farther back than this node keeps states.',
    facts: { parent: hash, parentNumber: parent.number, oldestState: store.window().oldest },
    verdict: 'ignore',
  });
}
