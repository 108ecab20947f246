import { AbiCoder, keccak256 } from 'ethers';
import type { Hex } from '../bytes/index.ts';

/** One release, ever, per provider, product and epoch. */
export interface ReleaseId {
  /** Participant id, 32 bytes. */
  readonly providerId: Hex;
  /** Hash of the product's definition, 32 bytes. */
  readonly product: Hex;
  readonly epoch: bigint;
}

/** keccak256(abi.encode(providerId, product, epoch)), as the Census contract computes it. */
export function releaseKey(release: ReleaseId): Hex {
  const encoded = AbiCoder.defaultAbiCoder().encode(['bytes32', 'bytes32', 'uint64'], [release.providerId, release.product, release.epoch]);
  return keccak256(encoded) as Hex;
}
