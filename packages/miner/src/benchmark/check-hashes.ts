import { keccak } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { meetsDifficulty, targetOf } from '../ethash/index.ts';
import type { TaskResult } from './tasks.ts';
import type { BenchThreads } from './threads.ts';

/** Low, so that the light kernel can follow every nonce the search passed over. */
const DIFFICULTY = 64n;
/** No hash of so many meets the difficulty once in e^64 times. */
const MOST_NONCES = 4096;
/** Far apart, so that no thread walks into another's nonces. */
const NONCES_APART = 2n ** 40n;

/**
 * Has each thread find a hash in the dataset, and the light kernel compute it and all nonces before it from the cache.
 * Returns how many hashes were compared. @throws MedrecError `BENCHMARK_HASH_WRONG`
 */
export async function checkHashes(threads: BenchThreads, count: number): Promise<number> {
  const sealHash = keccak(new TextEncoder().encode(`medrec-miner benchmark, ${count} threads`));
  const target = targetOf(DIFFICULTY);
  const startOf = (slot: number): bigint => BigInt(slot + 1) * NONCES_APART;
  const searched = await threads.run(count, (slot) => ({ kind: 'find', sealHash, startNonce: startOf(slot), target, count: MOST_NONCES }));
  let compared = 0;
  for (const [slot, search] of searched.entries()) compared += await compare(threads, slot, startOf(slot), sealHash, search);
  return compared;
}

async function compare(threads: BenchThreads, slot: number, first: bigint, sealHash: Uint8Array, { found }: TaskResult): Promise<number> {
  if (!found) throw wrongHash(slot, `no hash found in ${MOST_NONCES} nonces`, undefined);
  const count = Number(found.nonce - first) + 1;
  if (count < 1 || count > MOST_NONCES) throw wrongHash(slot, 'the nonce found is none of those asked for', found.nonce);
  const [light] = await threads.run(1, () => ({ kind: 'hashLight', sealHash, startNonce: first, count }));
  const hashes = light?.hashes ?? [];
  const passedOver = hashes.slice(0, -1).findIndex(({ result }) => meetsDifficulty(result, DIFFICULTY));
  if (passedOver >= 0) throw wrongHash(slot, 'the search passed over a hash', first + BigInt(passedOver));
  const last = hashes.at(-1);
  const isEqual = last && Buffer.compare(last.mixHash, found.mixHash) === 0 && Buffer.compare(last.result, found.result) === 0;
  if (!isEqual) throw wrongHash(slot, 'search and light verification differ', found.nonce);
  if (!meetsDifficulty(last.result, DIFFICULTY)) throw wrongHash(slot, 'the hash found is above the target', found.nonce);
  return count;
}

function wrongHash(slot: number, difference: string, nonce: bigint | undefined): MedrecError {
  return new MedrecError({
    code: 'BENCHMARK_HASH_WRONG',
    message: 'The mining kernel and the verifying kernel disagree, so no figure here means anything.',
    facts: { slot, difference, nonce: nonce === undefined ? undefined : `0x${nonce.toString(16).padStart(16, '0')}` },
    remedy: 'Test this machine’s memory; if it is sound, report the machine and the Node version: this is a bug.',
  });
}
