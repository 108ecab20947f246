import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { Chain } from '../../chain/index.ts';
import type { HeaderSource } from './header-source.ts';

/** Passing over this many known headers is cheaper than more questions. */
const CLOSE_ENOUGH = 16n;

/**
 * The number of a block that this node has and that stands on the peer's canonical chain; not always the highest.
 * Doubles its steps back from the lower of the two heads, then halves the gap: about 2·log2(depth) questions.
 */
export async function findCommonAncestor(
  chain: Pick<Chain, 'head' | 'totalDifficultyOf'>,
  source: HeaderSource,
  peer: string,
  peerHead: bigint,
): Promise<bigint> {
  const has = async (number: bigint): Promise<boolean> => {
    if (number === 0n) return true; // the status exchange compared the genesis hashes
    const [header] = await source.byNumber(peer, number, 1);
    if (header === undefined)
      throw new MedrecError({ code: 'PEER_FAILED', message: 'The peer lacks a block below its own head.', facts: { peer, number } });
    return (await chain.totalDifficultyOf(bytesToHex(header.hash()))) !== undefined;
  };
  const ours = chain.head().number;
  let missing = (ours < peerHead ? ours : peerHead) + 1n;
  let known = missing - 1n;
  for (let step = 1n; !(await has(known)); step *= 2n) {
    missing = known;
    known = known > step ? known - step : 0n;
  }
  while (missing - known > CLOSE_ENOUGH) {
    const middle = (known + missing) / 2n;
    if (await has(middle)) known = middle;
    else missing = middle;
  }
  return known;
}
