import { decodeCheckpoint, encodeCheckpoint, MAX_CHECKPOINT_BYTES } from '@medrec/shared/checkpoints';
import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Checkpoints } from '../../checkpoints/index.ts';
import { createBoundedQueue } from '../bounded-queue.ts';
import type { Discipline } from '../discipline.ts';
import type { Host } from '../host.ts';
import { CHECKPOINT_QUEUE_LENGTH, CHECKPOINT_QUEUE_PER_PEER } from '../limits.ts';
import type { NetworkObserver } from '../observer.ts';
import type { ProtocolNames } from '../protocols.ts';
import { parseJson } from '../sync/status.ts';
import { createTopicValidator, type GossipVerdict } from './topic.ts';

export interface CheckpointGossipDependencies {
  readonly host: Host;
  readonly names: ProtocolNames;
  readonly checkpoints: Pick<Checkpoints, 'add' | 'onAdded'>;
  readonly discipline: Discipline;
  readonly observer: NetworkObserver;
  readonly log: Logger;
}

/** Providers' signed checkpoints on a topic of their own, so that a flood of transactions never holds them up. */
export interface CheckpointGossip {
  /** After the host has started. What this node's own provider signs is published from then on. */
  start(): void;
  stop(): void;
}

export function createCheckpointGossip(dependencies: CheckpointGossipDependencies): CheckpointGossip {
  const { host, names, checkpoints, discipline, observer, log } = dependencies;
  const { pubsub } = host.services;
  let stopPublishing: (() => void) | undefined;

  const check = async (data: Uint8Array, peer: string): Promise<GossipVerdict> => {
    try {
      const outcome = await checkpoints.add(decoded(data), peer);
      return outcome === 'known' ? 'ignore' : 'accept';
    } catch (thrown) {
      return discipline.judge(thrown, { kind: 'checkpoint', peer });
    }
  };
  const queue = createBoundedQueue({ limit: CHECKPOINT_QUEUE_LENGTH, limitPerPeer: CHECKPOINT_QUEUE_PER_PEER, concurrency: 1 });
  const validator = createTopicValidator({ kind: 'checkpoint', maxBytes: MAX_CHECKPOINT_BYTES, queue, observer, check });
  pubsub.topicValidators.set(names.checkpointsTopic, validator);

  return {
    start() {
      pubsub.subscribe(names.checkpointsTopic);
      stopPublishing = checkpoints.onAdded((checkpoint, origin) => {
        // What came by gossip is passed on by the validator's verdict; what was fetched, each node fetches for itself.
        if (origin !== 'rpc') return;
        const data = new TextEncoder().encode(JSON.stringify(encodeCheckpoint(checkpoint)));
        pubsub
          .publish(names.checkpointsTopic, data)
          .catch((thrown: unknown) =>
            log.warn({ code: 'PUBLISH_FAILED' }, `could not gossip a checkpoint: ${asMedrecError(thrown).message}`),
          );
      });
    },
    stop: () => stopPublishing?.(),
  };
}

function decoded(data: Uint8Array): ReturnType<typeof decodeCheckpoint> {
  try {
    return decodeCheckpoint(parseJson(data));
  } catch (cause) {
    const message = 'The message is no signed checkpoint.';
    throw new RuleError({ code: 'CHECKPOINT_MALFORMED', verdict: 'penalise', message, facts: { bytes: data.length }, cause });
  }
}
