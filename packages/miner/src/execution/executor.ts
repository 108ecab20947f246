import { Block, type BlockHeader } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import type { ChainFacts } from './block-steps.ts';
import { draftBlock, fillBlock } from './build-block.ts';
import { createBuiltBlocks } from './built-blocks.ts';
import { callContract } from './call.ts';
import { checkBeforeExecution, type ParticipantAtParent } from './check-block.ts';
import { buildGenesis } from './genesis.ts';
import { readRegistrar } from './read-registrar.ts';
import { executeBlock } from './run-block.ts';
import { openSession, type Session } from './session.ts';
import type { StateNodes } from './state/index.ts';
import { createStateReader, type ReadParticipant } from './state-reader.ts';
import type { AncestorHash, Executor } from './types.ts';

export interface ExecutorOptions {
  readonly spec: ChainSpec;
  readonly common: Common;
  readonly nodes: StateNodes;
  /** For BLOCKHASH beyond the parent, which no contract of the protocol uses. */
  readonly ancestorHash?: AncestorHash;
  /** Tests put their own Registrar here. */
  readonly readParticipant?: ReadParticipant;
}

export function createExecutor({ spec, common, nodes, ancestorHash, readParticipant = readRegistrar }: ExecutorOptions): Executor {
  const facts: ChainFacts = { config: spec.config.medrec, genesisHash: bytesToHex(buildGenesis(spec, common).block.hash()) };
  const built = createBuiltBlocks();
  const reader = createStateReader(nodes, readParticipant);

  const participantsOf = (parent: BlockHeader): ParticipantAtParent => {
    return (address: Hex) => reader.participantAt(parent.stateRoot, address);
  };

  function openOn(parent: BlockHeader, block: Block): Promise<Session> {
    return openSession({ nodes, stateRoot: parent.stateRoot, parentHash: parent.hash(), block, ancestorHash });
  }

  return {
    ...reader,
    async runBlock(block, parent) {
      await checkBeforeExecution(block, facts, participantsOf(parent));
      return built.get(block) ?? executeBlock(await openOn(parent, block), facts);
    },
    async buildBlock(request) {
      const draft = draftBlock(request, facts, common);
      const template = await fillBlock(await openOn(request.parent, draft), request, facts, participantsOf(request.parent));
      built.keep(template);
      return template;
    },
    async call(stateRoot, header, request) {
      const block = new Block(header, [], [], undefined, { common });
      return callContract(await openSession({ nodes, stateRoot, block, ancestorHash }), request);
    },
  };
}
