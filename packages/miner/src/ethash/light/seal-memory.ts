/** Seals that were found right, so that a range can be verified at once before its blocks are imported one by one. */
export interface SealMemory {
  has(key: string): boolean;
  add(key: string): void;
}

/** Some ranges of 256 blocks with their ommers; some 200 bytes each. */
const KEPT = 4096;

export function createSealMemory(): SealMemory {
  const seals = new Set<string>();
  return {
    has: (key) => seals.has(key),
    add(key) {
      seals.add(key);
      const [oldest] = seals;
      if (seals.size > KEPT && oldest !== undefined) seals.delete(oldest);
    },
  };
}
