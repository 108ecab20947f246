import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { asMedrecError, MedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Chain, Clock, ImportOutcome } from '../chain/index.ts';
import type { SealedBlock } from './types.ts';

export interface OwnImportsDependencies {
  readonly chain: Chain;
  readonly clock: Clock;
  readonly log: Logger;
  /** A block on the head is on its way in; the function returned is called when it is there, or refused. */
  hold(): () => void;
  /** Before the listeners hear of it. */
  onImported(sealed: SealedBlock): void;
  onRefused(): void;
}

/** A sealed block's way through this node's own chain. */
export interface OwnImports {
  /**
   * A failure that has nothing to do with the block, such as a busy queue or a full disk, does not cost it: it is tried again for
   * five seconds.
   * @returns undefined when the chain refused the block
   * @throws MedrecError `SEAL_NOT_IMPORTED` when it failed every time
   */
  take(block: Block, origin: string): Promise<ImportOutcome | undefined>;
  onSealed(listener: (sealed: SealedBlock) => void): () => void;
}

/** The chain's name for what was sealed here, whoever found the seal: no peer answers for it. */
const LOCAL_ORIGIN = 'local';
const RETRY_MS = 100;
const MAX_TRIES = 50;

export function createOwnImports(parts: OwnImportsDependencies): OwnImports {
  const { chain, clock, log } = parts;
  const listeners = new Set<(sealed: SealedBlock) => void>();

  const tell = (sealed: SealedBlock): void => {
    log.info(describeSealed(sealed), 'sealed a block');
    for (const listener of listeners) {
      try {
        listener(sealed);
      } catch (error) {
        log.error({ err: asMedrecError(error) }, 'a listener failed on a sealed block');
      }
    }
  };

  const importOnce = async (block: Block, origin: string): Promise<ImportOutcome> => {
    // A block for an older head takes nothing away from the present work.
    const isOnHead = bytesToHex(block.header.parentHash) === chain.head().hash;
    const release = isOnHead ? parts.hold() : undefined;
    try {
      const sealed = { block, outcome: await chain.importBlock(block, LOCAL_ORIGIN), origin };
      parts.onImported(sealed);
      tell(sealed);
      return sealed.outcome;
    } finally {
      release?.();
    }
  };

  return {
    async take(block, origin) {
      for (let tries = 1; ; tries++) {
        try {
          return await importOnce(block, origin);
        } catch (error) {
          const known = asMedrecError(error);
          const facts = { code: known.code, origin, ...known.toJSON().facts };
          if (isRefusal(error)) {
            parts.onRefused();
            log.error(facts, `the own block was refused: ${known.message}`);
            return undefined;
          }
          if (tries === MAX_TRIES) throw notImported(block, known);
          if (tries === 1) log.warn(facts, `an own block could not be imported yet; it is tried again: ${known.message}`);
        }
        await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve));
      }
    },
    onSealed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `ignore` is about the moment (time, load), not about the block; anything but a broken rule is this machine's fault. */
function isRefusal(error: unknown): boolean {
  return error instanceof RuleError && error.verdict !== 'ignore';
}

function notImported({ header }: Block, cause: MedrecError): MedrecError {
  return new MedrecError({
    code: 'SEAL_NOT_IMPORTED',
    message: 'A sealed block could not be imported, though no rule is against it.',
    facts: { number: header.number, tries: MAX_TRIES, failure: cause.code, reason: cause.message },
    cause,
    remedy: 'Look at the lines before it, at the disk’s room and at the machine’s load.',
  });
}

function describeSealed({ block, outcome, origin }: SealedBlock): Record<string, string | number> {
  const { header, transactions, uncleHeaders } = block;
  const number = Number(header.number);
  return { number, block: bytesToHex(block.hash()), transactions: transactions.length, ommers: uncleHeaders.length, outcome, origin };
}
