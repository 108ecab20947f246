import type { Hex } from '@medrec/shared/bytes';
import type { RejectedReason, Work } from '../sealing/index.ts';

export type ProtocolName = 'getwork' | 'eth-proxy' | 'ethereum-stratum' | 'stratum';

/** Why a solution was turned away: by the work desk, or before it came there. */
export type RemoteReason =
  | RejectedReason
  /** The nonce or a hash has a wrong form, or the nonce lacks the connection's extranonce. */
  | 'malformed'
  /** More solutions than one connection may have verified. */
  | 'flood';

/** Why a connection was not taken, or was ended by this side. */
export type RefusedReason =
  | 'full'
  | 'address-full'
  | 'half-open'
  | 'idle'
  | 'garbage'
  | 'line-too-long'
  | 'flood'
  | 'slow-reader'
  | 'unauthorised'
  | 'wrong-work';

/** What metrics count. Names of workers are not in it: they are foreign text without bound. */
export interface RemoteObserver {
  /** `reason` is `none` for everything but rejected ones. */
  submitted(verdict: 'block' | 'share' | 'stale' | 'rejected', reason: RemoteReason | 'none'): void;
  refused(reason: RefusedReason): void;
}

/** Work as one connection got it. */
export interface Job {
  /** 8 hexadecimal digits, never twice in a node's life. */
  readonly id: string;
  readonly work: Work;
}

/** A job with the share target of one connection. */
export interface HandedJob extends Job {
  /** Mean hashes to a share; at most the block's difficulty. */
  readonly shareHashes: number;
  /** 32 bytes, big-endian; the block's own where a share is as hard as the block. */
  readonly shareTarget: Uint8Array;
}

/** `eth_getWork`'s answer: seal hash, seed hash, target, block number. */
export type WorkPackage = readonly [Hex, Hex, Hex, Hex];

/** Who asks over HTTP, as far as the request tells. */
export interface RemoteCaller {
  /** Segments of the URL's path: miners that send no credentials have room for a name, and a token, only there. */
  readonly path: readonly string[];
  /** User of the basic credentials. */
  readonly user?: string;
  /** Password of the basic credentials, or the bearer token. */
  readonly secret?: string;
}

export interface WorkerReport {
  readonly name: string;
  readonly protocol: ProtocolName;
  /** Open ones; `getwork` has none. */
  readonly connections: number;
  /** Shares and blocks. */
  readonly accepted: number;
  readonly stale: number;
  /** By reason; only those that happened. */
  readonly rejected: Readonly<Partial<Record<RemoteReason, number>>>;
  readonly blocks: number;
  /** Unix milliseconds. */
  readonly lastSeenMs: number;
  /** Hashes per second as the miner says; 0 after ten seconds of silence. */
  readonly reportedHashRate: number;
  /** Hashes per second by the shares of the last ten minutes. */
  readonly measuredHashRate: number;
}

export interface RemoteReport {
  /** `host:port` of the stratum listener; undefined when there is none. */
  readonly listening: string | undefined;
  readonly connections: number;
  readonly workers: readonly WorkerReport[];
}
