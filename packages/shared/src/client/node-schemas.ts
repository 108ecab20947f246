import { z } from 'zod';
import { type Hex, isAddress, isHex } from '../bytes/index.ts';

// What a node's JSON-RPC answers hold, as far as the clients read it (Ethereum execution API, Berlin's fields).

export const bytes: z.ZodType<Hex> = z.custom<Hex>((value) => isHex(value), '0x-prefixed hexadecimal of whole bytes');
export const bytes32: z.ZodType<Hex> = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');
export const address: z.ZodType<Hex> = z.custom<Hex>((value) => isAddress(value), 'an address');
export const quantity: z.ZodType<bigint> = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform((text) => BigInt(text));

/** A block's header fields and the hashes of its transactions. */
export interface BlockSummary {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  readonly difficulty: bigint;
  /** The sealer's coinbase. */
  readonly miner: Hex;
  readonly transactions: readonly Hex[];
}

export const blockSummary: z.ZodType<BlockSummary> = z.object({
  number: quantity,
  hash: bytes32,
  parentHash: bytes32,
  timestamp: quantity,
  gasLimit: quantity,
  gasUsed: quantity,
  difficulty: quantity,
  miner: address,
  transactions: z.array(bytes32),
});

/** A contract's event as the node stores it; topics and data are decoded with the contract's ABI. */
export interface LogEntry {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

export const logEntry: z.ZodType<LogEntry> = z.object({
  address,
  topics: z.array(bytes32).max(4),
  data: bytes,
  blockNumber: quantity,
  blockHash: bytes32,
  transactionHash: bytes32,
  logIndex: quantity.transform(Number),
});

/** A sealed transaction's outcome. */
export interface Receipt {
  readonly transactionHash: Hex;
  readonly blockHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
  readonly status: bigint;
  readonly logs: readonly LogEntry[];
}

export const receipt: z.ZodType<Receipt> = z.object({
  transactionHash: bytes32,
  blockHash: bytes32,
  blockNumber: quantity,
  gasUsed: quantity,
  status: quantity,
  logs: z.array(logEntry),
});

/** `medrec_checkpoints`: what the node knows of the providers' checkpoints. */
export interface CheckpointView {
  /** The newest certified block; whether the node's canonical chain holds it yet. */
  readonly certified: { readonly number: bigint; readonly hash: Hex; readonly canonical: boolean } | null;
  /** What the next signature names as its base. */
  readonly base: Hex;
  /** The last block that each provider's account is known to have signed. */
  readonly signed: Readonly<Record<string, { readonly number: bigint; readonly hash: Hex }>>;
  /** Two certificates that cannot be on one chain, or null. */
  readonly conflict: unknown;
}

export const checkpointView: z.ZodType<CheckpointView> = z.object({
  certified: z.object({ number: quantity, hash: bytes32, canonical: z.boolean() }).nullable(),
  base: bytes32,
  signed: z.record(address, z.object({ number: quantity, hash: bytes32 })),
  conflict: z.unknown(),
});

/** `medrec_config`: the two fields that name the network; the rest is the spec's `config.medrec`. */
export const networkName: z.ZodType<{ genesisHash: Hex; chainId: number }> = z.looseObject({
  genesisHash: bytes32,
  chainId: z.int().positive(),
});
