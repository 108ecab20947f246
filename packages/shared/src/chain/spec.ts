import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import { ethereumForks } from './ethereum-forks.ts';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value), 'a 0x-prefixed hexadecimal string');
const bytes32 = z.custom<Hex>(
  (value) => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value),
  '32 bytes as 0x-prefixed hexadecimal',
);
const address = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value), 'an address');
const share = z.number().min(0).max(1);

const ethashSizes = z.strictObject({
  /** `standard` grows with the epoch as on Ethereum; `fixed` keeps the two sizes below for ever (devnet). */
  mode: z.enum(['standard', 'fixed']),
  /** Bytes, multiple of 64; used in `fixed` mode. */
  cacheBytes: z.int().positive().multipleOf(64).optional(),
  /** Bytes, multiple of 128; used in `fixed` mode. */
  datasetBytes: z.int().positive().multipleOf(128).optional(),
});

const participant = z.strictObject({
  address,
  /** Salted commitment to the participant's identity; never a name. */
  commitment: bytes32,
  /** X25519 public key, 32 bytes. */
  encryptionKey: bytes32,
  /** Where its service listens, as a URL; may be empty for a lab. */
  host: z.string().max(256),
});

const providerGenesis = participant.extend({
  /** Smallest number of patients a published cell may stand for. */
  minimumCohort: z.int().min(0).max(1000),
  /** Lifetime zCDP budget in millionths of ρ; never renews. */
  lifetimeMicroRho: z.int().positive(),
  /** What each period unlocks of it, in millionths of ρ. */
  sliceMicroRho: z.int().positive(),
  /** Length of a period in census epochs. */
  periodEpochs: z.int().positive(),
  /** Hashes of the offered products' definitions. */
  products: z.array(bytes32),
});

const medrec = z.strictObject({
  version: z.literal(1),
  network: z.string().min(1).max(64),
  ethash: ethashSizes,
  difficulty: z.strictObject({
    /** Seconds; Ethereum has 9. */
    durationDivisorSeconds: z.int().positive(),
    /** Ethereum has 2048. */
    boundDivisor: z.int().positive(),
    /** At least `boundDivisor`, or difficulty never rises. */
    minimum: z.int().positive(),
  }),
  /** Ascending by block number; the first entry is block 0. */
  gasLimits: z.array(z.strictObject({ fromBlock: z.int().min(0), gasLimit: z.int().positive() })).min(1),
  /** Blocks on top of a block before a gatekeeper acts on what it says. */
  confirmations: z.int().min(1).max(10_000),
  /** Blocks between the heights that providers sign; 0 or absent: no checkpoints. */
  checkpointInterval: z.int().min(0).max(100_000).optional(),
  censusEpochSeconds: z.int().positive(),
  /** Seconds after an epoch's end in which the provider must close it. */
  closeGraceSeconds: z.int().positive(),
  /** Census epochs until every admitted lab may have tier 0. */
  commonsDelayEpochs: z.int().min(0),
  /** Seconds between a key rotation's proposal and its earliest completion. */
  rotationDelaySeconds: z.int().positive(),
  /** Blocks within which a provider must answer a dispute. */
  disputeBlocks: z.int().positive(),
  quotas: z.strictObject({
    /** Share of a block's gas that one participant of the role, with all it sponsors, may use. */
    providerShare: share,
    labShare: share,
    /** A patient's, delegate's or reader's own transactions, counted against the sponsor as well. */
    patientShare: share,
    /** Share of a block's gas only patients, delegates and readers may use (grants, revocations, consents). */
    reservedPatientShare: share,
  }),
  /** Name of the deployed reward rule; naming one that cannot be deployed is a start-up error. */
  rewardRule: z.string().min(1),
  /** false only in conformance runs over Ethereum's official tests, where `config` may also name Ethereum's hard forks. */
  recordRules: z.boolean(),
  /** Definitions' hashes with the number of tiers and the ρ, in millionths, that one release of all tiers costs. */
  products: z.array(
    z.strictObject({ id: z.string().max(16), definitionHash: bytes32, finestTier: z.int().min(1).max(8), microRho: z.int().positive() }),
  ),
  providers: z.array(providerGenesis).min(1),
  labs: z.array(participant),
  /** Later versions of a contract's code; there is no other way to deploy. */
  forks: z.array(z.strictObject({ fromBlock: z.int().positive(), address, code: hex })),
});

const chainSpec = z.strictObject({
  config: z.looseObject({ chainId: z.int().positive(), medrec, ...ethereumForks }),
  nonce: hex,
  timestamp: hex,
  extraData: hex,
  gasLimit: hex,
  difficulty: hex,
  mixHash: bytes32,
  coinbase: address,
  /** No ether exists: every balance is 0x0. Predeployed contracts carry code and storage. */
  alloc: z.record(
    address,
    z.strictObject({
      balance: z.literal('0x0'),
      nonce: hex.optional(),
      code: hex.optional(),
      storage: z.record(bytes32, bytes32).optional(),
    }),
  ),
});

/** A geth-style `genesis.json` with a `config.medrec` part: all that two nodes must share to be on one chain. */
export type ChainSpec = z.infer<typeof chainSpec>;
export type MedrecConfig = z.infer<typeof medrec>;
export type QuotaConfig = MedrecConfig['quotas'];
export type EthashSizes = z.infer<typeof ethashSizes>;
export type GenesisParticipant = z.infer<typeof participant>;
export type ProviderGenesis = z.infer<typeof providerGenesis>;

/** A running node's `medrec_config`, without the two fields it adds. @throws MedrecError `SPEC_INVALID`. */
export function parseMedrecConfig(value: unknown): MedrecConfig {
  const parsed = medrec.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'SPEC_INVALID',
    message: 'The network’s configuration has a wrong field.',
    facts: { field: issue?.path.join('.'), expected: issue?.message },
  });
}

/** The spec's gas limit at a height (record rule `GAS_LIMIT`). */
export function gasLimitAt(config: MedrecConfig, blockNumber: bigint): bigint {
  const entry = config.gasLimits.findLast((limit) => BigInt(limit.fromBlock) <= blockNumber);
  return BigInt((entry ?? (config.gasLimits[0] as { gasLimit: number })).gasLimit);
}

/** @throws MedrecError `SPEC_UNREADABLE` or `SPEC_INVALID`, naming the file and the first wrong field. */
export async function readChainSpec(path: string): Promise<ChainSpec> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new MedrecError({
      code: 'SPEC_UNREADABLE',
      message: 'The chain spec could not be read.',
      facts: { path },
      cause,
      remedy: 'Pass the JSON file your network’s providers published, or make one with `medrec-miner spec create`.',
    });
  }
  const parsed = chainSpec.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'SPEC_INVALID',
    message: 'The chain spec has a wrong field.',
    facts: { path, field: issue?.path.join('.'), expected: issue?.message },
    remedy: 'Compare the file with docs/protocol.md, or ask the network’s providers for theirs.',
  });
}

/** Writes by rename, so that a crash leaves the old file or the new one. */
export async function writeChainSpec(path: string, spec: ChainSpec): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(spec, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}
