import type { BlockHeader } from '@ethereumjs/block';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import type { Chain } from '../../chain/index.ts';
import { MAX_BRANCH_HEADERS, MAX_HEADERS_PER_REQUEST } from '../limits.ts';
import type { BodyDownload } from './body-download.ts';
import type { HeaderSource } from './header-source.ts';
import type { PeerStatus } from './status.ts';

export interface HeaderFeedDependencies {
  readonly chain: Pick<Chain, 'head' | 'totalDifficultyOf' | 'verifyHeaders'>;
  readonly headers: HeaderSource;
  readonly download: Pick<BodyDownload, 'add'>;
}

/**
 * Takes a peer's headers from a block number on, each checked against the rules and its work, and hands them on to have
 * their bodies fetched. The first are held back until they are heavier than this node's head: a lighter branch is never run.
 * @throws MedrecError for a peer that fails or stalls; RuleError for one whose headers or claims break a rule
 */
export async function feedHeaders(deps: HeaderFeedDependencies, peer: string, target: PeerStatus, from: bigint): Promise<void> {
  const { chain, headers, download } = deps;
  let held: BlockHeader[] | undefined = [];
  let total: bigint | undefined;
  let after: BlockHeader | undefined;
  for (let next = from; next <= target.number; ) {
    const batch = await headers.byNumber(peer, next, MAX_HEADERS_PER_REQUEST);
    const fresh = after === undefined ? await unknownOf(chain, batch) : batch;
    const last = batch.at(-1);
    if (last === undefined) break;
    next = last.number + 1n;
    const [first] = fresh;
    if (first === undefined) continue;
    if (after !== undefined && !equalBytes(first.parentHash, after.hash())) throw reorganised(peer);
    total ??= (await chain.totalDifficultyOf(bytesToHex(first.parentHash))) ?? 0n;
    await chain.verifyHeaders(fresh, peer, after);
    after = last;
    for (const { difficulty } of fresh) total += difficulty;
    if (held === undefined) await download.add(fresh);
    else {
      held.push(...fresh);
      if (total > chain.head().totalDifficulty) {
        await download.add(held);
        held = undefined;
      } else if (held.length > MAX_BRANCH_HEADERS) throw tooLong(peer, held.length);
    }
  }
  if (held !== undefined && held.length > 0) throw notHeavier(peer, target, held);
}

/** Without those at the beginning that this node has. */
async function unknownOf(chain: Pick<Chain, 'totalDifficultyOf'>, batch: readonly BlockHeader[]): Promise<readonly BlockHeader[]> {
  for (const [at, header] of batch.entries()) if ((await chain.totalDifficultyOf(hashOf(header))) === undefined) return batch.slice(at);
  return [];
}

function reorganised(peer: string): MedrecError {
  return new MedrecError({ code: 'PEER_FAILED', message: 'The peer’s chain changed while its headers were fetched.', facts: { peer } });
}

function tooLong(peer: string, headers: number): MedrecError {
  const message = 'The peer’s branch leaves this node’s chain too far back and is not heavier within reach.';
  return new MedrecError({ code: 'PEER_FAILED', message, facts: { peer, headers } });
}

/** It claimed a heavier chain: a lie if the head it named is among what it has shown. */
function notHeavier(peer: string, target: PeerStatus, held: readonly BlockHeader[]): MedrecError {
  if (!held.some((header) => hashOf(header) === target.headHash)) return reorganised(peer);
  const facts = { peer, claimed: target.totalDifficulty, head: target.headHash };
  return new RuleError({ code: 'STATUS_FALSE', message: 'The peer claimed more work than its head has.', verdict: 'penalise', facts });
}

const hashOf = (header: BlockHeader): Hex => bytesToHex(header.hash());
