import type { Block } from '@ethereumjs/block';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Head, ImportOutcome } from '../chain/index.ts';
import { type Ethash, epochOf, type Hashimoto, meetsDifficulty, seedHash, targetOf } from '../ethash/index.ts';
import { sealBlock } from './seal-block.ts';
import { createSeenNonces } from './seen-nonces.ts';
import { createTemplateBook, type HandedOut } from './template-book.ts';
import type { RejectedReason, Solution, SubmitVerdict, Work, WorkDesk } from './types.ts';

export interface WorkDeskDependencies {
  readonly ethash: Pick<Ethash, 'hash'>;
  readonly log: Logger;
  head(): Head;
  /** Takes a sealed block through the chain's import; undefined when the chain refused it. Throws when it could not be imported. */
  importSealed(block: Block, origin: string): Promise<ImportOutcome | undefined>;
}

/** The desk as the sealer holds it. */
export interface OpenWorkDesk extends WorkDesk {
  /** Makes the template the present work. */
  offer(template: Block): Work;
  /** There is no work for now; what was handed out stays good. */
  withdraw(): void;
  /** The template of the present work. */
  template(): Block | undefined;
}

export function createWorkDesk(parts: WorkDeskDependencies): OpenWorkDesk {
  const book = createTemplateBook();
  const seen = createSeenNonces();
  const listeners = new Set<(work: Work) => void>();
  let present: { readonly work: Work; readonly template: Block } | undefined;
  let lastParent: Hex | undefined;

  const tell = (work: Work): void => {
    for (const listener of listeners) {
      try {
        listener(work);
      } catch (error) {
        parts.log.error({ err: asMedrecError(error) }, 'a listener failed on new work');
      }
    }
  };

  /** For a solution that meets the block's target. */
  const seal = async (template: HandedOut, solution: Solution, mixHash: Uint8Array): Promise<SubmitVerdict> => {
    book.headMoved(parts.head().number);
    if (template.block === undefined || template.isSealed) return { kind: 'stale' };
    const block = sealBlock(template.block, { nonce: solution.nonce, mixHash });
    template.isSealed = true;
    const outcome = await parts.importSealed(block, solution.origin).catch((error: unknown) => {
      template.isSealed = false; // the import failed and refused nothing: the same seal, or another, may come again
      throw error;
    });
    return outcome === undefined ? rejected('refused') : { kind: 'block', hash: bytesToHex(block.hash()), outcome };
  };

  const judge = async (template: HandedOut, solution: Solution): Promise<SubmitVerdict> => {
    const computed = await hashOrBusy(parts.ethash, template, solution);
    if (computed === undefined) return rejected('busy');
    const { mixHash, result } = computed;
    if (solution.mixHash !== undefined && !equalBytes(solution.mixHash, mixHash)) return rejected('wrong-mix');
    if (meetsDifficulty(result, template.difficulty)) return seal(template, solution, mixHash);
    if (solution.shareTarget === undefined || Buffer.compare(result, solution.shareTarget) > 0) return rejected('low-difficulty');
    return { kind: template.parent === parts.head().hash ? 'share' : 'stale' };
  };

  return {
    current: () => present?.work,
    template: () => present?.template,
    offer(template) {
      book.headMoved(parts.head().number);
      const { sealHash, blockNumber, parent, difficulty } = book.add(template);
      const isNewHead = parent !== lastParent;
      lastParent = parent;
      const target = targetOf(difficulty);
      const work = { sealHash, blockNumber, parent, difficulty, target, isNewHead, seedHash: seedHash(epochOf(blockNumber)) };
      present = { work, template };
      tell(work);
      return work;
    },
    withdraw() {
      present = undefined;
    },
    onWork(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async submit(solution) {
      const { sealHash, nonce } = solution;
      const template = book.find(sealHash);
      if (template === undefined) return rejected('unknown-work');
      if (!seen.add(sealHash, nonce)) return rejected('duplicate');
      let isRight = false;
      try {
        const verdict = await judge(template, solution);
        isRight = verdict.kind !== 'rejected' || verdict.reason === 'refused';
        return verdict;
      } finally {
        // Only right solutions are remembered: they cost work, so nobody pushes them out with wrong ones.
        if (!isRight) seen.forget(sealHash, nonce);
      }
    },
  };
}

async function hashOrBusy(ethash: Pick<Ethash, 'hash'>, work: HandedOut, { nonce }: Solution): Promise<Hashimoto | undefined> {
  try {
    return await ethash.hash(work.blockNumber, work.sealHash, BigInt(bytesToHex(nonce)), work.difficulty);
  } catch (error) {
    if (error instanceof RuleError && error.code === 'ETHASH_BUSY') return undefined;
    throw error;
  }
}

function rejected(reason: RejectedReason): SubmitVerdict {
  return { kind: 'rejected', reason };
}
