import { searchSmall } from '@medrec/miner/ethash';
import type { EthashSizes } from '@medrec/shared/chain';

/** Work as a miner understands it, whatever dialect it came by. */
export interface OutsideWork {
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  /** Largest result that is worth sending. */
  readonly target: bigint;
  /** First bytes that every nonce must have. */
  readonly noncePrefix: Uint8Array;
  /** By which the other side knows it: a job's id, or the seal hash. */
  readonly job: string;
}

export interface OutsideSolution {
  readonly work: OutsideWork;
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mixHash: Uint8Array;
}

/** One of the four protocols, written from its specification. It shares no code with the node but Ethash itself. */
export interface OutsideMiner {
  readonly protocol: string;
  /** The newest work; waits for it. */
  work(): Promise<OutsideWork>;
  /** Whether the other side took it; `reason` is what it said instead. */
  submit(solution: OutsideSolution): Promise<{ readonly isTaken: boolean; readonly reason: string }>;
  reportRate(hashesPerSecond: number): Promise<void>;
  end(): void;
}

const TWO_256 = 2n ** 256n;
const NONCES_AT_A_TIME = 1 << 16;

/** Searches on this thread, first from a nonce of the caller's own choice; on a devnet it is done in a moment. */
export function solve(sizes: EthashSizes, work: OutsideWork, start = 0n): OutsideSolution {
  const prefixBits = BigInt(8 * work.noncePrefix.length);
  const first = (BigInt(`0x0${Buffer.from(work.noncePrefix).toString('hex')}`) << (64n - prefixBits)) | start;
  // Rounded up: what meets this difficulty meets the target as well.
  const difficulty = TWO_256 / (work.target + 1n) + 1n;
  for (let startNonce = first; ; startNonce += BigInt(NONCES_AT_A_TIME)) {
    const request = { blockNumber: 1n, sealHash: work.sealHash, difficulty, startNonce, count: NONCES_AT_A_TIME };
    const seal = searchSmall(sizes, request);
    if (seal !== undefined) return { work, ...seal };
  }
}

export function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

export function toBytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replace(/^0x/, ''), 'hex'));
}
