import type { Verdict } from '@medrec/shared/errors';

/** What the network tells the telemetry room, which supplies it. */
export interface NetworkObserver {
  /** A message that broke a rule. */
  rejected(kind: MessageKind, code: string, verdict: Verdict): void;
  banned(code: string): void;
  /** A message that found the validation queue full. */
  dropped(kind: MessageKind): void;
  received(kind: MessageKind): void;
  /** Blocks fetched over the blocks protocol. */
  synced(blocks: number): void;
}

export type MessageKind = 'block' | 'transaction' | 'status' | 'checkpoint';

export function silentObserver(): NetworkObserver {
  const nothing = (): void => undefined;
  return { rejected: nothing, banned: nothing, dropped: nothing, received: nothing, synced: nothing };
}
