import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChainSpec, readChainSpec } from '@medrec/shared/chain';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { createCommon, decodeBlock } from '../consensus/index.ts';
import { createEthash } from '../ethash/index.ts';
import { buildGenesis } from '../execution/index.ts';
import { fastStart, openShelf, readOrCreateNodeKey, type SnapshotShelf } from '../network/index.ts';
import { chainFolder } from './folder.ts';
import type { OpenChain } from './open-chain.ts';
import type { NodeOptions } from './options.ts';

const TRIES = 3;
const BETWEEN_TRIES_MS = 5000;
/** Blocks. A snapshot at most this deep, where snapshots are that far apart. */
const MAX_DEPTH = 128;

export const anchorsPath = (dir: string): string => join(dir, 'anchors.json');

/**
 * `--fast-start`: begins an empty folder's store with the state that its peers offer. Where that cannot be had the node
 * begins at genesis, as it would have; what was fetched by a try that was cut off is used by the next.
 * @throws MedrecError `OPTION_INVALID`
 */
export async function startFast(options: NodeOptions, log: Logger): Promise<void> {
  if (options.archive) throw archiveWanted();
  const spec = await readChainSpec(options.spec);
  const common = createCommon(spec);
  const genesis = buildGenesis(spec, common).block;
  const ethash = createEthash(spec.config.medrec.ethash);
  const privateKey = await readOrCreateNodeKey(join(options.dir, 'node-key'));
  try {
    for (let tries = 1; ; tries++) {
      try {
        const outcome = await fastStart({
          ...{ privateKey, peers: options.peer, anchorsFile: anchorsPath(options.dir), spec, common, genesis, ethash, log },
          ...{ storeDir: chainFolder(options.dir), workDir: join(options.dir, 'fast-start') },
          decodeBlock: (rlp) => decodeBlock(rlp, common),
        });
        tell(outcome, log);
        return;
      } catch (thrown) {
        const error = asMedrecError(thrown);
        log.warn({ code: error.code, facts: error.toJSON().facts }, `the fast start failed: ${error.message}`);
        if (tries === TRIES) break;
        await sleep(BETWEEN_TRIES_MS);
      }
    }
    log.warn({ code: 'FAST_START_FAILED' }, 'starts from the genesis block instead: every block is fetched and executed');
  } finally {
    await ethash.close();
  }
}

function archiveWanted(): MedrecError {
  return new MedrecError({
    code: 'OPTION_INVALID',
    message: 'A snapshot holds one state, so a node that starts from it cannot keep all of them.',
    facts: { option: '--fast-start', with: '--archive' },
    remedy: 'Leave out one of the two.',
  });
}

/** What this node hands out to others that start fast; undefined when it is not to. */
export async function shelfOf(options: NodeOptions, { store, spec }: OpenChain, log: Logger): Promise<SnapshotShelf | undefined> {
  if (!options.snapshots) return undefined;
  const interval = options.snapshotInterval;
  return openShelf({ dir: join(options.dir, 'snapshots'), store, log, interval, depth: depthOf(spec, interval) });
}

/** What is confirmed does not change; a fork below a snapshot's block could not be followed by whoever starts from it. */
function depthOf(spec: ChainSpec, interval: number): number {
  return Math.max(spec.config.medrec.confirmations, Math.min(MAX_DEPTH, interval));
}

function tell(outcome: Awaited<ReturnType<typeof fastStart>>, log: Logger): void {
  if (outcome.kind === 'started') {
    const { number, hash } = outcome;
    log.info(
      { event: 'fast-start.done', number: Number(number), hash },
      `started from the state of block ${number}; later blocks are executed`,
    );
  } else if (outcome.kind === 'none-offered')
    log.warn({ code: 'FAST_START_NONE' }, 'no peer offers a snapshot; starts from the genesis block');
}
