import { bytesToHex, concatBytes, equalBytes } from '@medrec/shared/bytes';
import type { EthashSizes } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { EPOCH_BLOCKS, epochOf } from '../epoch.ts';
import type { Hashimoto } from '../kernel/index.ts';
import { sizesAt } from '../sizes.ts';
import { isSmall } from '../small-sizes.ts';
import { meetsDifficulty } from '../target.ts';
import { claimedResult } from './claimed-result.ts';
import { createLightThread, type LightThread } from './light-thread.ts';
import { createSealMemory } from './seal-memory.ts';
import { smallKernel } from './small.ts';
import type { Ethash, SealedWork } from './types.ts';

const NONCE_BYTES = 8;
const HASH_BYTES = 32;
/** Blocks before the end of an epoch at which the next cache is made. */
const AHEAD_BLOCKS = 200n;
/** Ethereum's own limit for epochs: above it a dataset would be 18 GB, and only a false number can ask for it. */
const MAX_EPOCH = 2048;

export function createEthash(sizes: EthashSizes, thread: LightThread = createLightThread()): Ethash {
  const memory = createSealMemory();
  let isClosed = false;

  const hash = async (blockNumber: bigint, sealHash: Uint8Array, nonce: bigint, isBlock: boolean): Promise<Hashimoto> => {
    const epoch = requireEpoch(blockNumber);
    const kernelSizes = sizesAt(sizes, epoch);
    if (isSmall(kernelSizes)) return smallKernel(kernelSizes, epoch).hashFull(sealHash, nonce);
    const hashed = thread.hash({ epoch, sizes: kernelSizes, sealHash, nonce, isBlock });
    const next = epochOf(blockNumber + AHEAD_BLOCKS);
    if (next > epoch && blockNumber < BigInt(next) * EPOCH_BLOCKS) thread.makeReady({ epoch: next, sizes: sizesAt(sizes, next) });
    return hashed;
  };

  return {
    async hash(blockNumber, sealHash, nonce, difficulty) {
      const hashed = await hash(blockNumber, sealHash, nonce, false);
      if (difficulty !== undefined && meetsDifficulty(hashed.result, difficulty))
        memory.add(keyOf({ blockNumber, sealHash, nonce: bytesOf(nonce), mixHash: hashed.mixHash }));
      return hashed;
    },
    async verify(work) {
      const { blockNumber, sealHash, nonce, mixHash, difficulty } = work;
      if (nonce.length !== NONCE_BYTES || mixHash.length !== HASH_BYTES) return false;
      const number = new DataView(nonce.buffer, nonce.byteOffset).getBigUint64(0);
      if (!meetsDifficulty(claimedResult(sealHash, number, mixHash), difficulty)) return false;
      const key = keyOf(work);
      if (memory.has(key)) return true;
      if (!equalBytes((await hash(blockNumber, sealHash, number, true)).mixHash, mixHash)) return false;
      memory.add(key);
      return true;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await thread.close();
    },
  };
}

function keyOf({ blockNumber, sealHash, nonce, mixHash }: Omit<SealedWork, 'difficulty'>): string {
  return `${epochOf(blockNumber)}:${bytesToHex(concatBytes(sealHash, nonce, mixHash))}`;
}

function bytesOf(nonce: bigint): Uint8Array {
  const bytes = new Uint8Array(NONCE_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, nonce);
  return bytes;
}

function requireEpoch(blockNumber: bigint): number {
  if (blockNumber < BigInt(MAX_EPOCH) * EPOCH_BLOCKS) return epochOf(blockNumber);
  throw new MedrecError({
    code: 'ETHASH_EPOCH',
    message: 'The block’s number is beyond the epochs that Ethash has sizes for.',
    facts: { blockNumber, maxEpoch: MAX_EPOCH },
  });
}
