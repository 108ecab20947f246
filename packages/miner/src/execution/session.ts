import type { Block } from '@ethereumjs/block';
import type { EVMMockBlockchainInterface } from '@ethereumjs/evm';
import { createVM, type VM } from '@ethereumjs/vm';
import { MedrecError } from '@medrec/shared/errors';
import { keepJumpAnalyses } from './jump-analysis.ts';
import { createJournaledState, type JournaledState, type StateNodes } from './state/index.ts';
import type { AncestorHash } from './types.ts';

/** One EVM over one state, for one block or call; nothing in it outlives the block, so every run starts alike. */
export interface Session {
  readonly vm: VM;
  readonly state: JournaledState;
  readonly block: Block;
}

export interface SessionOptions {
  readonly nodes: StateNodes;
  readonly stateRoot: Uint8Array;
  /** Hash of the block whose state it is, where a block is built on it. */
  readonly parentHash?: Uint8Array | undefined;
  /** What the EVM sees of the block: number, time, coinbase, difficulty, gas limit; and the rules in force at its height. */
  readonly block: Block;
  readonly ancestorHash: AncestorHash | undefined;
}

export async function openSession({ nodes, stateRoot, parentHash, block, ancestorHash }: SessionOptions): Promise<Session> {
  await keepJumpAnalyses();
  const state = createJournaledState(stateRoot, nodes, parentHash);
  const { common } = block;
  const vm = await createVM({ common, stateManager: state, blockchain: blockHashes(block, ancestorHash) });
  // Each EVM listens for a change of hard fork, which cannot come here; a shared `Common` would keep them all alive.
  common.events.removeAllListeners('hardforkChanged');
  return { vm, state, block };
}

/** Serves BLOCKHASH. The parent's hash stands in the header; older ones are asked for, and never made up. */
function blockHashes(block: Block, ancestorHash: AncestorHash | undefined): EVMMockBlockchainInterface {
  const hashes: EVMMockBlockchainInterface = {
    async getBlock(number) {
      const { parentHash, number: here } = block.header;
      const hash = BigInt(number) === here - 1n ? parentHash : await ancestorHash?.(parentHash, BigInt(number));
      if (!hash) {
        throw new MedrecError({
          code: 'ANCESTOR_UNKNOWN',
          message: 'A contract asked for the hash of a block that is not at hand.',
          facts: { number, blockNumber: here },
        });
      }
      return { hash: () => hash };
    },
    async putBlock() {
      throw new MedrecError({ code: 'ANCESTOR_READ_ONLY', message: 'The EVM does not store blocks.' });
    },
    shallowCopy: () => hashes,
  };
  return hashes;
}
