import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { PoolLimits } from '../limits.ts';
import { firstFreeNonce, type PoolEntry, type PoolFill, type SenderQueue, type SenderQueues } from '../sender-queues.ts';

/** Whoever comes to a full pool costs at most so many others their places. */
const MAX_EVICTED = 16;

/**
 * POOL_FULL, POOL_SENDER_FULL: memory is bounded; institutions leave places to patients, so that a revocation gets in, and
 * those to institutions, so that many addresses cannot keep their hospital out.
 * With no price to rank them, places go by who has fewest: in a full pool a newcomer takes the last place of the payer with
 * the most waiting, as long as that one then still has no fewer than the newcomer's; among senders of one payer likewise.
 * @param replaced what the newcomer takes the place of in its sender's queue
 * @returns what has to leave for it
 */
export function makeRoom(newcomer: PoolEntry, replaced: PoolEntry | undefined, queues: SenderQueues, limits: PoolLimits): PoolEntry[] {
  const ofSender = (queues.queueOf(newcomer.sender)?.entries.size ?? 0) - (replaced === undefined ? 0 : 1);
  if (ofSender >= limits.maxPerSender) throw poolFull('POOL_SENDER_FULL', 'The sender has too many transactions waiting.', { ofSender });
  const leaving: PoolEntry[] = [];
  const without = (fill: PoolFill, isCounted: (entry: PoolEntry) => boolean): PoolFill => {
    const gone = [...leaving, ...(replaced ? [replaced] : [])].filter(isCounted);
    return { transactions: fill.transactions - gone.length, bytes: fill.bytes - gone.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  const { isInstitution } = newcomer.standing;
  const ofClass = ({ standing }: PoolEntry): boolean => standing.isInstitution === isInstitution;
  const exceeds = (fill: PoolFill, share: number): boolean =>
    fill.transactions >= limits.maxTransactions * share || fill.bytes + newcomer.bytes > limits.maxBytes * share;
  const isFullFor = (): 'all' | 'class' | undefined => {
    const share = 1 - (isInstitution ? limits.reservedPatientShare : limits.reservedInstitutionShare);
    if (exceeds(without(queues.fillOf(isInstitution), ofClass), share)) return 'class';
    return exceeds(
      without(queues.fill(), () => true),
      1,
    )
      ? 'all'
      : undefined;
  };
  for (let full = isFullFor(); full !== undefined; full = isFullFor()) {
    // Nobody's care makes way for an institution.
    const mayLeave = full === 'class' || isInstitution ? ofClass : () => true;
    const victim = leaving.length < MAX_EVICTED ? lastOfFullest(newcomer, leaving, queues, mayLeave) : undefined;
    if (victim === undefined) throw poolFull('POOL_FULL', 'The transaction pool is full.', queues.fill());
    leaving.push(victim);
  }
  return leaving;
}

/** Undefined when nobody has more waiting than the newcomer's payer would have, nor any sender of that payer more than the newcomer's. */
function lastOfFullest(
  newcomer: PoolEntry,
  leaving: readonly PoolEntry[],
  queues: SenderQueues,
  mayLeave: (entry: PoolEntry) => boolean,
): PoolEntry | undefined {
  const own = newcomer.standing.payer;
  const held = (payer: Hex): number =>
    (queues.byPayer().get(payer)?.transactions ?? 0) - leaving.filter(({ standing }) => standing.payer === payer).length;
  let fullest: Hex = own;
  for (const payer of queues.byPayer().keys()) if (held(payer) > held(fullest)) fullest = payer;
  const isFair = fullest !== own && held(fullest) > held(own) + 1;
  const ownLength = (queues.queueOf(newcomer.sender)?.entries.size ?? 0) + 1;
  // Where everybody has one, as in a flood from many addresses, nobody has more, and looking through all would cost dearly.
  const { transactions = 0, senders = 0 } = queues.byPayer().get(own) ?? {};
  if (!isFair && transactions < senders + ownLength) return undefined;
  let best: Candidate | undefined;
  for (const queue of queues.queues()) {
    const candidate = lastOf(queue, leaving);
    if (candidate === undefined || candidate.entry.standing.payer !== (isFair ? fullest : own)) continue;
    if (!isFair && candidate.length <= ownLength) continue;
    if (!mayLeave(candidate.entry)) continue;
    if (best === undefined || isSooner(candidate, best)) best = candidate;
  }
  return best?.entry;
}

/** A queue's highest nonce that is still to stay. */
function lastOf(queue: SenderQueue, leaving: readonly PoolEntry[]): Candidate | undefined {
  let last: PoolEntry | undefined;
  let length = 0;
  for (const entry of queue.entries.values()) {
    if (leaving.includes(entry)) continue;
    length += 1;
    if (last === undefined || entry.transaction.nonce > last.transaction.nonce) last = entry;
  }
  return last && { entry: last, isStuck: last.transaction.nonce > firstFreeNonce(queue), length };
}

interface Candidate {
  readonly entry: PoolEntry;
  /** Waits behind a missing nonce. */
  readonly isStuck: boolean;
  /** Of its sender's queue. */
  readonly length: number;
}

/** Who leaves first: an institution's before a patient's, one that no block could take yet, then from the longest queue, then the newest. */
function isSooner(a: Candidate, b: Candidate): boolean {
  if (a.entry.standing.isInstitution !== b.entry.standing.isInstitution) return a.entry.standing.isInstitution;
  if (a.isStuck !== b.isStuck) return a.isStuck;
  return a.length === b.length ? a.entry.sequence > b.entry.sequence : a.length > b.length;
}

function poolFull(code: string, message: string, facts: object): RuleError {
  return new RuleError({ code, message, facts: { ...facts }, verdict: 'ignore', remedy: 'Wait for the next blocks and send it again.' });
}
