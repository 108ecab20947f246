/** What one outside miner, one address, or all of them together may take of this node. */
export interface RemoteLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Of one line, without its end. The longest message of any dialect is about 400 bytes. */
  readonly lineBytes: number;
  readonly linesPerSecond: number;
  readonly lineBurst: number;
  /** Each costs a light verification, about a millisecond of a core. */
  readonly submissionsPerSecond: number;
  readonly submissionBurst: number;
  /** Of one connection, under verification at a time. */
  readonly submissionsWaiting: number;
  /** What may wait for a reader who is slower than the work. */
  readonly bufferedBytes: number;
  /** From the connection to a valid login. */
  readonly loginMs: number;
  /** Since the last line that came. */
  readonly idleMs: number;
  /** So many wrong solutions end a connection; a right one halves the count, and a stale one leaves it as it is. */
  readonly wrongWork: number;
}

export const DEFAULT_LIMITS: RemoteLimits = {
  connections: 256,
  connectionsPerAddress: 64,
  lineBytes: 4096,
  linesPerSecond: 200,
  lineBurst: 1000,
  submissionsPerSecond: 50,
  submissionBurst: 100,
  submissionsWaiting: 16,
  bufferedBytes: 64 * 1024,
  loginMs: 10_000,
  idleMs: 600_000,
  wrongWork: 25,
};

/** Names kept at a time; when all are busy, further ones are counted together. */
export const MAX_WORKERS = 256;
export const MAX_WORKER_NAME = 32;
/** Machines that report a rate under one worker's name. */
export const MAX_REPORTS_PER_WORKER = 16;
/** A reported rate counts for this long. go-ethereum has the same. */
export const REPORTED_RATE_MS = 10_000;
/** Jobs a connection may still answer by id and with its share target: ten minutes on one head, at one in four seconds. */
export const MAX_JOBS_PER_CONNECTION = 160;
/** A fresher template of the same head is passed on this long after the last at the earliest: miners begin anew with each. */
export const REFRESH_INTERVAL_MS = 4000;
/** Calls of `eth_getWork` that may wait at a time, of all miners together; a connection has one. */
export const MAX_WAITING_CALLS = 512;
/** `eth_getWork` waits this long for work between two blocks: ethminer stays away for 30 s after an error. */
export const WORK_WAIT_MS = 1500;
/** ethminer hangs up when an answer takes 2 s; a large block's import may take longer than its verification. */
export const ANSWER_WITHIN_MS = 1500;
