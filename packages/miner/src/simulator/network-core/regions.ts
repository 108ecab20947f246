/** Where nodes are and how fast their lines are. */
export interface Regions {
  readonly names: readonly string[];
  /** Share of all nodes. */
  readonly share: readonly number[];
  /** Mean one-way latency in milliseconds, from row to column. */
  readonly latencyMs: readonly (readonly number[])[];
  /** Bits a second. */
  readonly uploadBps: readonly number[];
  readonly downloadBps: readonly number[];
}

/**
 * Bitcoin's network in 2019 as SimBlock models it (Aoki et al., *SimBlock: a blockchain network simulator*, 2019; measured by Gencer et al.
 * and by bitnodes.io): six regions, their latencies and bandwidths.
 */
export const WORLD_2019: Regions = {
  names: ['north-america', 'europe', 'south-america', 'asia-pacific', 'japan', 'australia'],
  share: [0.3316, 0.4998, 0.009, 0.1177, 0.0224, 0.0195],
  latencyMs: [
    [32, 124, 184, 198, 151, 189],
    [124, 11, 227, 237, 252, 294],
    [184, 227, 88, 325, 301, 322],
    [198, 237, 325, 85, 58, 198],
    [151, 252, 301, 58, 12, 126],
    [189, 294, 322, 198, 126, 16],
  ],
  uploadBps: [19_200_000, 20_700_000, 5_800_000, 15_700_000, 10_200_000, 11_300_000],
  downloadBps: [52_000_000, 40_000_000, 18_000_000, 22_800_000, 22_800_000, 29_900_000],
};

/** Cumulative share of nodes with at most 1, 2, … outbound links (Miller et al., *Discovering Bitcoin's public topology*, 2015). */
export const OUTBOUND_2015: readonly number[] = [
  0.025, 0.05, 0.075, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.97, 0.98, 0.99, 0.995, 1,
];

/** One place without distance or limits: what closed forms assume. */
export function singleRegion(latencyMs: number): Regions {
  return { names: ['everywhere'], share: [1], latencyMs: [[latencyMs]], uploadBps: [1e15], downloadBps: [1e15] };
}
