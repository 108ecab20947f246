import type { Hex } from '@medrec/shared/bytes';
import type { SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { CheckpointView } from '@medrec/shared/client';
import type { EventLog } from '@medrec/shared/contracts';
import type { VaultCollection } from '../vault/index.ts';

/** A block number, or the head. */
export type BlockTag = bigint | 'latest';

export interface Head {
  readonly number: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
}

/** Relationship states as the contract numbers them. */
export const RELATIONSHIP_STATE = { none: 0, proposed: 1, accepted: 2, paused: 3, ended: 4 } as const;

/** Release stages as the Census contract numbers them. */
export const RELEASE_STAGE = { none: 0, funded: 1, published: 2 } as const;

export interface ChainParticipant {
  readonly id: Hex;
  readonly account: Hex;
  readonly role: number;
  readonly active: boolean;
  readonly encryptionKey: Hex;
}

export interface ChainRelationship {
  readonly stewardId: Hex;
  readonly state: number;
  /** Number of pointers on the chain. */
  readonly records: bigint;
}

export interface ChainRelease {
  readonly stage: number;
  readonly publishedAt: bigint;
}

export interface ChainPolicy {
  readonly minimumCohort: number;
  readonly lifetimeMicroRho: bigint;
}

/** What the hospital reads of the chain; each answer is the state after the tagged block. */
export interface HospitalChain {
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  /** Blocks on top of a block before the hospital acts on what it says. */
  readonly confirmations: bigint;
  head(): Promise<Head>;
  /** Of the canonical block of that number. */
  blockHashAt(number: bigint): Promise<Hex | undefined>;
  /** Blocks between the heights that providers sign; 0: the network has no checkpoints. */
  readonly checkpointInterval: number;
  /** Undefined on a network without checkpoints. */
  checkpoints(): Promise<CheckpointView | undefined>;
  submitCheckpoint(checkpoint: SignedCheckpoint): Promise<void>;
  /** Mean of the last blocks, for saying when to ask again. */
  secondsPerBlock(): Promise<number>;
  /** Gas that this hospital's transactions may use in one block. */
  quotaGas(): Promise<bigint>;
  participantOf(account: Hex, at: BlockTag): Promise<ChainParticipant>;
  /** Where the participant's service listens, as others find it. */
  hostOf(id: Hex): Promise<string>;
  relationship(relationship: Hex, at: BlockTag): Promise<ChainRelationship>;
  /** The relationship owner's current account; zero address when there is none. */
  ownerOf(relationship: Hex, at: BlockTag): Promise<Hex>;
  rootOf(relationship: Hex, index: number, at: BlockTag): Promise<Hex>;
  isGranted(relationship: Hex, commitment: Hex, atTime: bigint, at: BlockTag): Promise<boolean>;
  isRevoked(relationship: Hex, commitment: Hex, at: BlockTag): Promise<boolean>;
  /** Commitments that transactions still in the node's pool revoke. */
  poolRevocations(): Promise<readonly Hex[]>;
  currentEpoch(at: BlockTag): Promise<bigint>;
  /** Unix seconds at which the epoch is over. */
  epochEnd(epoch: bigint): Promise<bigint>;
  policyOf(providerId: Hex, at: BlockTag): Promise<ChainPolicy>;
  isOffered(providerId: Hex, product: Hex, at: BlockTag): Promise<boolean>;
  /** 0 = not closed. */
  closedAt(providerId: Hex, epoch: bigint, at: BlockTag): Promise<bigint>;
  snapshotRootOf(providerId: Hex, epoch: bigint, at: BlockTag): Promise<Hex>;
  releaseOf(releaseKey: Hex, at: BlockTag): Promise<ChainRelease>;
  commitmentOf(releaseKey: Hex, tier: number, at: BlockTag): Promise<Hex>;
  mayClaim(labId: Hex, releaseKey: Hex, tier: number, at: BlockTag): Promise<boolean>;
  /** Releases this provider's offers funded in those blocks. */
  fundedIn(providerId: Hex, fromBlock: bigint, toBlock: bigint): Promise<readonly { product: Hex; epoch: bigint }[]>;
  /** Census consents set in those blocks, in order. */
  consentsIn(fromBlock: bigint, toBlock: bigint): Promise<readonly { relationship: Hex; purposes: number; block: bigint }[]>;
  /** Participants whose account changed in those blocks, in order. */
  rotationsIn(fromBlock: bigint, toBlock: bigint): Promise<readonly { oldAccount: Hex; newAccount: Hex }[]>;
  /** Relationships' changes of state in those blocks, in order. */
  statesIn(fromBlock: bigint, toBlock: bigint): Promise<readonly { relationship: Hex; state: number; block: bigint }[]>;
}

/** A transaction in a canonical block. */
export interface SealedTransaction {
  readonly blockNumber: bigint;
  readonly logs: readonly EventLog[];
}

export interface SentTransaction {
  readonly hash: Hex;
  /** Resolves when the transaction is that many blocks deep, resent where it was discarded. */
  wait(confirmations: number): Promise<SealedTransaction>;
}

/** Sends signed transactions in nonce order from the provider's account. */
export interface Transactions {
  send(transaction: { to: Hex; data: Hex; gasLimit: bigint; label: string }): Promise<SentTransaction>;
  /** Gas that the call would use now, or a MedrecError with the contract's reason. */
  estimate(transaction: { to: Hex; data: Hex }): Promise<bigint>;
  /** Resolves when nothing of this account is left in the node's pool, so that state tells all. */
  settled(): Promise<void>;
}

/** A durable, encrypted map: the vault's, so that what the publisher remembers is kept as records are. */
export type Collection = VaultCollection;
