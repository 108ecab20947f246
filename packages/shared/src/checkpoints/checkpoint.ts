import { TypedDataEncoder } from 'ethers';
import { type Hex, hexToBytes } from '../bytes/index.ts';
import type { TypedDomain } from '../signing/index.ts';

/**
 * A provider's word that a block stays: it signs one block per checkpoint height, and only descendants of the last one it
 * signed (docs/protocol.md, Finality).
 */
export interface CheckpointMessage {
  /** A multiple of the spec's `checkpointInterval`. */
  readonly number: bigint;
  readonly blockHash: Hex;
  /** The last certified block the signer knew, or the genesis block: the seats in its state decide. */
  readonly base: Hex;
}

export const CHECKPOINT_TYPES = {
  Checkpoint: [
    { name: 'number', type: 'uint64' },
    { name: 'blockHash', type: 'bytes32' },
    { name: 'base', type: 'bytes32' },
  ],
};

/** What is signed, 32 bytes (EIP-712). */
export function checkpointDigest(domain: TypedDomain, { number, blockHash, base }: CheckpointMessage): Uint8Array {
  return hexToBytes(TypedDataEncoder.hash(domain, CHECKPOINT_TYPES, { number, blockHash, base }));
}

/** A height's checkpoint at or below a block number; 0n when there is none yet, or checkpoints are off. */
export function checkpointAtOrBelow(number: bigint, interval: number | undefined): bigint {
  if (!interval || number < 0n) return 0n;
  return number - (number % BigInt(interval));
}

/** More than two thirds, counted in whole seats. */
export function isCertifying(votes: number, seats: number): boolean {
  return seats > 0 && 3 * votes > 2 * seats;
}
