import { randomInt } from 'node:crypto';

/** Leaves a miner 2^48 nonces for each job, and one node 65,536 connections. */
const EXTRANONCE_BYTES = 2;
const COUNT: number = 2 ** (8 * EXTRANONCE_BYTES);

/** Hands out the first bytes of nonces: unique among those in use, so that no two miners search the same ones. */
export interface Extranonces {
  /** Hexadecimal, without 0x. */
  take(): string;
  giveBack(extranonce: string): void;
}

export function createExtranonces(): Extranonces {
  const used = new Set<string>();
  let last = randomInt(COUNT);
  return {
    // There are far fewer connections than numbers, so a free one comes; one just given back comes last.
    take() {
      let text: string;
      do {
        last = (last + 1) % COUNT;
        text = last.toString(16).padStart(2 * EXTRANONCE_BYTES, '0');
      } while (used.has(text));
      used.add(text);
      return text;
    },
    giveBack: (extranonce) => void used.delete(extranonce),
  };
}
