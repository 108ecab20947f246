import { type Hex, isHex } from '@medrec/shared/bytes';
import { checkpointAtOrBelow, type SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { CheckpointView } from '@medrec/shared/client';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import type { Collection, HospitalChain } from './ports.ts';

export interface CheckpointSignerDependencies {
  readonly chain: Pick<HospitalChain, 'head' | 'confirmations' | 'blockHashAt' | 'checkpointInterval' | 'checkpoints' | 'submitCheckpoint'>;
  /** The provider's own account, in lower case. */
  readonly account: Hex;
  /** The account's signature of the EIP-712 message. */
  readonly sign: (message: Omit<SignedCheckpoint, 'signatures'>) => Promise<Hex>;
  /** Remembers the last signature. */
  readonly memory: Pick<Collection, 'get' | 'put'>;
  readonly log: Logger;
}

/**
 * The hospital's seat at the checkpoints: it signs one block per height, and only descendants of the last one it signed, or
 * of a certified block above that. What it signs it writes down first, so that a crash never makes it sign another.
 */
export interface CheckpointSigner {
  turn(): Promise<void>;
}

const KEY = 'last';
const hex = (bytes: number) => z.custom<Hex>((value) => isHex(value, bytes), `${bytes} bytes as 0x-prefixed hexadecimal`);
const remembered = z.strictObject({ number: z.string().transform(BigInt), blockHash: hex(32), base: hex(32), signature: hex(65) });
type Remembered = z.infer<typeof remembered>;

export function createCheckpointSigner({ chain, account, sign, memory, log }: CheckpointSignerDependencies): CheckpointSigner {
  let toldOf: bigint | undefined;
  let hasAlarmed = false;

  const signAndSend = async (number: bigint, blockHash: Hex, base: Hex): Promise<void> => {
    const signature = await sign({ number, blockHash, base });
    await memory.put(KEY, { number: number.toString(), blockHash, base, signature });
    await chain.submitCheckpoint({ number, blockHash, base, signatures: [signature] });
    log.debug({ event: 'checkpoint.signed', number: Number(number), block: blockHash }, `signed block ${number} as a checkpoint`);
  };

  const isDescendant = async (last: Signed | undefined, { certified }: CheckpointView): Promise<boolean> => {
    if (last === undefined || (await chain.blockHashAt(last.number)) === last.hash) return true;
    // More than two thirds have certified another branch: what this seat alone had signed binds it no longer.
    return certified?.canonical === true && certified.number >= last.number;
  };

  return {
    async turn() {
      if (chain.checkpointInterval === 0) return;
      const view = await chain.checkpoints();
      const { number: head } = await chain.head();
      const height = checkpointAtOrBelow(head - chain.confirmations, chain.checkpointInterval);
      if (view?.conflict) return alarm();
      if (view === undefined || height === 0n || (view.certified?.number ?? 0n) >= height) return;
      const kept = await readKept(memory);
      // The node may know of a later signature than a vault that was restored from a copy.
      const last = later(kept && { number: kept.number, hash: kept.blockHash }, view.signed[account]);
      if (last !== undefined && last.number > height) return;
      if (last?.number === height) return again(kept, last, view);
      const blockHash = await chain.blockHashAt(height);
      if (blockHash === undefined) return;
      if (await isDescendant(last, view)) return signAndSend(height, blockHash, view.base);
      if (toldOf !== height) log.warn({ event: 'checkpoint.held', number: Number(height), last: last?.hash }, HELD);
      toldOf = height;
    },
  };

  function alarm(): void {
    if (!hasAlarmed) log.error({ event: 'checkpoint.conflict' }, CONFLICT);
    hasAlarmed = true;
  }

  /** The same block once more, since its vote may be lost, or counts on a newer base only. */
  async function again(kept: Remembered | undefined, last: Signed, { base }: CheckpointView): Promise<void> {
    if (kept?.number !== last.number || kept.blockHash !== last.hash) return;
    if (kept.base !== base) return signAndSend(kept.number, kept.blockHash, base);
    const { number, blockHash, signature } = kept;
    await chain.submitCheckpoint({ number, blockHash, base, signatures: [signature] });
  }
}

const CONFLICT = 'ALARM: two certificates cannot be on one chain; this hospital pays and signs no more until the providers have settled it';
const HELD = 'the chain has left the block that this hospital signed last; it signs no other until the providers certify one';

interface Signed {
  readonly number: bigint;
  readonly hash: Hex;
}

function later(a: Signed | undefined, b: Signed | undefined): Signed | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.number > a.number ? b : a;
}

async function readKept(memory: Pick<Collection, 'get'>): Promise<Remembered | undefined> {
  const value = await memory.get(KEY);
  return value === undefined ? undefined : remembered.parse(value);
}
