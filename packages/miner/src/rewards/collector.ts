import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { createNodeClient } from '@medrec/shared/client';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { computeAddress } from 'ethers';
import { claimAndFile } from './claim/claim-and-file.ts';
import { type ChainReads, createChainReads } from './entitlements/chain-reads.ts';
import { type Entitlement, listEntitlements } from './entitlements/entitlements.ts';
import { createLibrary } from './library/library.ts';

export interface RewardCollectorOptions {
  /** The lab's folder; the library is `library/` in it. */
  readonly dir: string;
  /** The lab's own node. */
  readonly rpcUrl: string;
  /** The lab's account. */
  readonly key: Hex;
  readonly log: Logger;
}

export interface RewardCollector {
  start(): void;
  /** Ends after the claim in hand, if any. */
  stop(): Promise<void>;
}

/** Errors that time mends: logged at debug level and tried again at the next head. */
const PASSING = new Set(['NOT_CONFIRMED', 'RELEASE_NOT_READY', 'NODE_UNREACHABLE', 'GATEKEEPER_UNREACHABLE']);
const NO_ID: Hex = `0x${'00'.repeat(32)}`;

/**
 * Follows the chain and claims by itself whatever the lab has earned, once it is deep enough. All it needs to know
 * stands on the chain and in the library, so it may be killed at any moment and goes on when started again.
 */
export function createRewardCollector(options: RewardCollectorOptions): RewardCollector {
  const { log } = options;
  const account = computeAddress(options.key) as Hex;
  const client = createNodeClient({ url: options.rpcUrl });
  const library = createLibrary(join(options.dir, 'library'));
  const stages = new Map<string, string>();
  let working: Promise<void> | undefined;
  let unfollow: (() => void) | undefined;

  const collect = async (reads: ChainReads): Promise<void> => {
    const labId = await reads.idOf(account);
    if (labId === NO_ID) return;
    const earned = await listEntitlements(client, reads, labId, library, BigInt(Math.floor(Date.now() / 1000)));
    for (const entitlement of earned) {
      tellStage(entitlement);
      if (entitlement.stage !== 'claimable') continue;
      await claim(entitlement, reads, labId);
    }
  };
  const claim = async (entitlement: Entitlement, reads: ChainReads, labId: Hex): Promise<void> => {
    const { releaseKey, epoch, tier } = entitlement;
    const facts = { releaseKey, epoch: Number(epoch), tier };
    try {
      const entry = await claimAndFile(entitlement, { client, reads, library, labKey: options.key, labId });
      log.info(
        { event: 'reward.filed', name: entry.name, path: entry.path, ...facts },
        `paid: ${entry.receipt.title}, epoch ${epoch}, tier ${tier}: claimed, verified, filed as ${entry.name}`,
      );
    } catch (thrown) {
      const error = asMedrecError(thrown);
      const level = PASSING.has(error.code) ? 'debug' : 'warn';
      log[level]({ event: 'reward.refused', ...facts, error: error.toJSON() }, `claim of epoch ${epoch}, tier ${tier}: ${error.code}`);
    }
  };
  /** The life of a reward, a line at each change. */
  const tellStage = ({ releaseKey, tier, stage, epoch, grantedAt }: Entitlement): void => {
    const key = `${releaseKey}:${tier}`;
    if (stages.get(key) === stage) return;
    stages.set(key, stage);
    if (stage !== 'filed')
      log.info({ event: 'reward.stage', releaseKey, tier, stage }, `reward of block ${grantedAt} (epoch ${epoch}, tier ${tier}): ${stage}`);
  };
  const onHead = (): void => {
    working ??= createChainReads(client)
      .then(collect)
      .catch((thrown: unknown) => {
        const error = asMedrecError(thrown);
        log.warn({ event: 'reward.failed', error: error.toJSON() }, `rewards could not be looked at: ${error.code}: ${error.message}`);
      })
      .finally(() => {
        working = undefined;
      });
  };
  return {
    start() {
      unfollow ??= client.onHead(onHead);
    },
    async stop() {
      unfollow?.();
      client.close();
      await working;
    },
  };
}
