const ENTRIES = 1_024;

/**
 * A message's latency as a multiple of its edge's mean, from a hash of what it is and not from a stream: leaving out messages that change
 * nothing leaves every other message's latency as it was. Pareto with shape `1 / spread + 1` and mean one, as SimBlock has it with a
 * spread near 0.2.
 */
export function createJitter(spread: number, seed: number): (edge: number, block: number, kind: number) => number {
  if (spread === 0) return () => 1;
  const shape = 1 / spread + 1;
  const table = Float64Array.from({ length: ENTRIES }, (_, entry) => (1 - (entry + 0.5) / ENTRIES) ** (-1 / shape));
  const mean = table.reduce((sum, factor) => sum + factor, 0) / ENTRIES;
  for (let entry = 0; entry < ENTRIES; entry++) table[entry] = (table[entry] ?? 1) / mean;
  return (edge, block, kind) => {
    let mixed = Math.imul(edge ^ Math.imul(block, 0x9e3779b1) ^ seed, 0x85ebca6b) + kind;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    return table[(mixed ^ (mixed >>> 13)) & (ENTRIES - 1)] ?? 1;
  };
}
