import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Chain, ImportOutcome } from '../chain/index.ts';
import type { SealedBlock } from './types.ts';

export interface OwnImportsDependencies {
  readonly chain: Chain;
  readonly log: Logger;
  /** A block on the head is on its way in; the function returned is called when it is there, or refused. */
  hold(): () => void;
  /** Before the listeners hear of it. */
  onImported(sealed: SealedBlock): void;
  onRefused(): void;
}

/** A sealed block's way through this node's own chain. */
export interface OwnImports {
  /** @returns undefined when the chain refused the block */
  take(block: Block, origin: string): Promise<ImportOutcome | undefined>;
  onSealed(listener: (sealed: SealedBlock) => void): () => void;
}

/** The chain's name for what was sealed here, whoever found the seal: no peer answers for it. */
const LOCAL_ORIGIN = 'local';

export function createOwnImports(parts: OwnImportsDependencies): OwnImports {
  const { chain, log } = parts;
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

  return {
    async take(block, origin) {
      // A block for an older head takes nothing away from the present work.
      const isOnHead = bytesToHex(block.header.parentHash) === chain.head().hash;
      const release = isOnHead ? parts.hold() : undefined;
      try {
        const sealed = { block, outcome: await chain.importBlock(block, LOCAL_ORIGIN), origin };
        parts.onImported(sealed);
        tell(sealed);
        return sealed.outcome;
      } catch (error) {
        parts.onRefused();
        const known = asMedrecError(error);
        log.error({ code: known.code, origin, ...known.toJSON().facts }, `the own block was refused: ${known.message}`);
        return undefined;
      } finally {
        release?.();
      }
    },
    onSealed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function describeSealed({ block, outcome, origin }: SealedBlock): Record<string, string | number> {
  const { header, transactions, uncleHeaders } = block;
  const number = Number(header.number);
  return { number, block: bytesToHex(block.hash()), transactions: transactions.length, ommers: uncleHeaders.length, outcome, origin };
}
