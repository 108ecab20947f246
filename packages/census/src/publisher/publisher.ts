import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import type { Transactions } from './ports.ts';
import type { RelationshipPublisher } from './relationship-publisher.ts';
import type { ReleasePublisher } from './release-publisher.ts';

const TURN_MS = 500;
const MAX_BACKOFF_MS = 15_000;

export interface PublisherDependencies {
  readonly relationships: RelationshipPublisher;
  readonly releases: ReleasePublisher;
  readonly checkpoints: CheckpointSigner;
  readonly transactions: Transactions;
  /** Makes the chain say where this gatekeeper listens. */
  readonly announce: () => Promise<void>;
  readonly log: Logger;
}

/** The hospital's chain loop. What it does next it reads from the chain and the vault, so it may be killed anywhere. */
export interface Publisher {
  start(): void;
  /** Ends after the turns in hand; transactions on their way stay there. */
  stop(): Promise<void>;
}

export function createPublisher({ relationships, releases, checkpoints, transactions, announce, log }: PublisherDependencies): Publisher {
  let stopped = false;
  let wake: () => void = () => undefined;
  const stopping = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const pause = async (milliseconds: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const passed = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([passed, stopping]);
    clearTimeout(timer);
  };
  /** Runs turns until stopped; one that fails is tried again, later each time. */
  const loop = async (name: string, turn: () => Promise<void>): Promise<void> => {
    let failures = 0;
    while (!stopped) {
      try {
        await turn();
        failures = 0;
      } catch (thrown) {
        const { code, message, facts } = asMedrecError(thrown);
        failures += 1;
        // Once we stop, the node may have stopped with us.
        log[stopped ? 'debug' : 'warn']({ loop: name, code, failures, reason: facts['reason'] ?? facts['nodeCode'] }, message);
      }
      await pause(failures === 0 ? TURN_MS : Math.min(MAX_BACKOFF_MS, TURN_MS * 2 ** failures));
    }
  };
  const once = (prepare: () => Promise<void>, turn: () => Promise<void>): (() => Promise<void>) => {
    let isPrepared = false;
    return async () => {
      if (!isPrepared) await prepare();
      isPrepared = true;
      await turn();
    };
  };
  let running: Promise<unknown> = Promise.resolve();
  return {
    start() {
      const prepare = async (): Promise<void> => {
        await transactions.settled();
        await announce();
        await relationships.survey();
      };
      const work = loop('relationships', once(prepare, relationships.turn));
      running = Promise.all([
        work,
        loop(
          'releases',
          once(() => transactions.settled(), releases.turn),
        ),
        loop('checkpoints', checkpoints.turn),
      ]);
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
