import { keccak } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type Hashimoto, meetsDifficulty, targetOf } from '../ethash/index.ts';
import type { TaskResult } from './tasks.ts';
import type { BenchThreads } from './threads.ts';

/** Low, so that the light kernel can follow every nonce the search passed over. */
const DIFFICULTY = 64n;
/** No hash of so many meets the difficulty once in e^64 times. */
const MOST_NONCES = 4096;
/** Far apart, so that no thread and no round walks into another's nonces. */
const NONCES_APART = 2n ** 40n;
/** The search works on many nonces side by side, and only what it finds shows a mix of its own: so many are found, somewhere among them. */
const ROUNDS = 4;

/**
 * Has each thread find hashes in the dataset. All nonces from where it began to the one found are then hashed from the dataset, one by
 * one, and from the cache: each pair must be equal, the search must have passed over what is above the target and nothing else, and
 * what it found must be equal to both.
 * Returns how many nonces were compared. @throws MedrecError `BENCHMARK_HASH_WRONG`
 */
export async function checkHashes(threads: BenchThreads, count: number): Promise<number> {
  const sealHash = keccak(new TextEncoder().encode(`medrec-miner benchmark, ${count} threads`));
  const target = targetOf(DIFFICULTY);
  let compared = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startOf = (slot: number): bigint => BigInt(round * count + slot + 1) * NONCES_APART;
    const searched = await threads.run(count, (slot) => ({
      kind: 'find',
      sealHash,
      startNonce: startOf(slot),
      target,
      count: MOST_NONCES,
    }));
    for (const [slot, search] of searched.entries()) compared += await compare(threads, slot, startOf(slot), sealHash, search);
  }
  return compared;
}

async function compare(threads: BenchThreads, slot: number, first: bigint, sealHash: Uint8Array, { found }: TaskResult): Promise<number> {
  if (!found) throw wrongHash(slot, `no hash found in ${MOST_NONCES} nonces`, undefined);
  const count = Number(found.nonce - first) + 1;
  if (count < 1 || count > MOST_NONCES) throw wrongHash(slot, 'the nonce found is none of those asked for', found.nonce);
  const hashesBy = async (kind: 'hashLight' | 'hashFull') =>
    (await threads.run(1, () => ({ kind, sealHash, startNonce: first, count })))[0]?.hashes ?? [];
  const [hashes, full] = [await hashesBy('hashLight'), await hashesBy('hashFull')];
  const different = Array.from({ length: count }).findIndex((_, i) => !areEqual(hashes[i], full[i]));
  if (different >= 0) throw wrongHash(slot, 'the hashes from the dataset and from the cache differ', first + BigInt(different));
  const passedOver = hashes.slice(0, -1).findIndex(({ result }) => meetsDifficulty(result, DIFFICULTY));
  if (passedOver >= 0) throw wrongHash(slot, 'the search passed over a hash', first + BigInt(passedOver));
  const last = hashes.at(-1);
  if (!areEqual(last, found)) throw wrongHash(slot, 'search and light verification differ', found.nonce);
  if (!meetsDifficulty(found.result, DIFFICULTY)) throw wrongHash(slot, 'the hash found is above the target', found.nonce);
  return count;
}

function areEqual(a: Hashimoto | undefined, b: Hashimoto | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a.mixHash, b.mixHash) === 0 && Buffer.compare(a.result, b.result) === 0;
}

function wrongHash(slot: number, difference: string, nonce: bigint | undefined): MedrecError {
  return new MedrecError({
    code: 'BENCHMARK_HASH_WRONG',
    message: 'The mining kernel and the verifying kernel disagree, so no figure here means anything.',
    facts: { slot, difference, nonce: nonce === undefined ? undefined : `0x${nonce.toString(16).padStart(16, '0')}` },
    remedy: 'Test this machine’s memory; if it is sound, report the machine and the Node version: this is a bug.',
  });
}
