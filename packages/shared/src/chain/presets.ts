import type { MedrecConfig } from './spec.ts';

/** The part of a spec that a kind of network fixes; participants and products are added when a spec is created. */
export type SpecPreset = Omit<MedrecConfig, 'products' | 'providers' | 'labs' | 'forks' | 'recordRules' | 'version'>;

/**
 * Several processes on one machine, blocks about every 2–3 s.
 * The divisors 2 s and 32 were measured: timestamps are whole seconds, and with 1 s difficulty never rises.
 */
export const devnetPreset: SpecPreset = {
  network: 'devnet',
  // Ethash's own test sizes (go-ethereum's ModeTest): the same algorithm, 1 KiB cache and 32 KiB dataset.
  ethash: { mode: 'fixed', cacheBytes: 1024, datasetBytes: 32 * 1024 },
  difficulty: { durationDivisorSeconds: 2, boundDivisor: 32, minimum: 1024 },
  gasLimits: [{ fromBlock: 0, gasLimit: 45_000_000 }],
  confirmations: 2,
  checkpointInterval: 0,
  censusEpochSeconds: 12,
  closeGraceSeconds: 60,
  commonsDelayEpochs: 4,
  rotationDelaySeconds: 10,
  disputeBlocks: 20,
  quotas: { providerShare: 0.8, labShare: 0.1, patientShare: 0.1, reservedPatientShare: 0.1 },
  rewardRule: 'BountyToSealer',
};

/** Real Ethash and Ethereum's difficulty divisors; a week's census epoch. */
export const mainnetPreset: SpecPreset = {
  network: 'mainnet',
  ethash: { mode: 'standard' },
  difficulty: { durationDivisorSeconds: 9, boundDivisor: 2048, minimum: 131_072 },
  // Ten times one large hospital system's 87 record events a second, in batches (docs/protocol.md, Capacity).
  gasLimits: [{ fromBlock: 0, gasLimit: 400_000_000 }],
  confirmations: 12,
  // About seven minutes: certificates stay few, and a payment waits little longer than for its confirmations.
  checkpointInterval: 32,
  censusEpochSeconds: 7 * 86_400,
  closeGraceSeconds: 86_400,
  commonsDelayEpochs: 4,
  rotationDelaySeconds: 7 * 86_400,
  disputeBlocks: 6500,
  quotas: { providerShare: 0.25, labShare: 0.02, patientShare: 0.01, reservedPatientShare: 0.1 },
  rewardRule: 'BountyToSealer',
};
