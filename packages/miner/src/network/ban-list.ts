import { BAN_MS, MAX_BANS } from './limits.ts';

/** Peers this node does not talk to, with the code of the rule they broke. In memory: a restart gives a second chance. */
export interface BanList {
  add(peer: string, code: string, durationMs?: number): void;
  /** The code, while the ban lasts. */
  reasonOf(peer: string): string | undefined;
  size(): number;
}

export function createBanList(now: () => number = Date.now): BanList {
  const bans = new Map<string, { code: string; until: number }>();
  return {
    add(peer, code, durationMs = BAN_MS) {
      if (bans.size >= MAX_BANS) bans.delete(bans.keys().next().value ?? peer);
      bans.set(peer, { code, until: now() + durationMs });
    },
    reasonOf(peer) {
      const ban = bans.get(peer);
      if (ban === undefined) return undefined;
      if (ban.until > now()) return ban.code;
      bans.delete(peer);
      return undefined;
    },
    size: () => bans.size,
  };
}
