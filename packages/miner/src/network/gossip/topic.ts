import { type Message, TopicValidatorResult } from '@libp2p/gossipsub';
import type { PeerId } from '@libp2p/interface';
import type { BoundedQueue } from '../bounded-queue.ts';
import type { MessageKind, NetworkObserver } from '../observer.ts';

export type GossipVerdict = 'accept' | 'ignore' | 'reject';

export interface TopicDependencies {
  readonly kind: MessageKind;
  readonly maxBytes: number;
  readonly queue: BoundedQueue;
  readonly observer: NetworkObserver;
  /** Checks one message; never throws. Only an accepted one is passed on. */
  readonly check: (data: Uint8Array, peer: string) => Promise<GossipVerdict>;
}

const RESULT: Record<GossipVerdict, TopicValidatorResult> = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
};

/** A gossipsub validator that waits its turn in the topic's queue. */
export function createTopicValidator(topic: TopicDependencies): (peer: PeerId, message: Message) => Promise<TopicValidatorResult> {
  return async (peer, message) => {
    topic.observer.received(topic.kind);
    if (message.data.length > topic.maxBytes) return TopicValidatorResult.Reject;
    const verdict = await topic.queue.run(peer.toString(), () => topic.check(message.data, peer.toString()));
    if (verdict === undefined) topic.observer.dropped(topic.kind);
    return RESULT[verdict ?? 'ignore'];
  };
}
