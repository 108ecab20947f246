import { isDeepStrictEqual } from 'node:util';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Author } from './author.ts';
import { LABS } from './author.ts';
import type { Move } from './messages.ts';
import type { ModelChain } from './model-chain.ts';
import type { NodeProcess } from './node-process.ts';

export interface Compared {
  readonly node: NodeProcess;
  readonly model: ModelChain;
  readonly author: Author;
}

/** Head, work, state root, the moves of the chain with their logs, and the pool. @throws Error that names what differs */
export async function compareStep({ node, model }: Compared, moves: readonly Move[]): Promise<void> {
  const view = await node.ask({ kind: 'view' });
  const head = model.head();
  same('head', view.head, head.hash);
  same('total difficulty', view.totalDifficulty, head.totalDifficulty);
  same('state root', view.stateRoot, bytesToHex(head.header.stateRoot));
  same('moves', view.moves, moves);
  for (const { added } of moves) for (const hash of added) same(`logs of ${hash}`, view.logs.get(hash), model.get(hash)?.logs);
  const pooled = model.pooled();
  same('pool', view.pooled, pooled.map(({ hash }) => hash).toSorted());
  const senders = head.nonces.map((_, provider) => model.ready(provider).map(({ hash }) => hash));
  // Which sender comes first is the pool's policy; each sender's own order is a rule.
  const found = senders.map((expected) => view.ready.filter((hash) => expected.includes(hash)));
  same('ready, by sender', found, senders);
  same('ready', view.ready.toSorted(), senders.flat().toSorted());
}

/** Every number of the canonical chain with its logs, and the whole ledger. */
export async function compareAll({ node, model, author }: Compared): Promise<void> {
  const head = model.head();
  const canonical = await node.ask({ kind: 'canonical', from: 1n, to: head.number + 1n });
  const expected = Array.from({ length: Number(head.number) + 1 }, (_, i) => model.canonicalAt(BigInt(i + 1)));
  same(
    'canonical chain',
    canonical.hashes,
    expected.map((block) => block?.hash),
  );
  same(
    'canonical logs',
    canonical.logs,
    expected.map((block) => block?.logs),
  );

  const releases = [...head.ledger.releases.values()];
  // What was funded on a branch that lost must be gone.
  const lost = lostReleases(model);
  const names = [...releases, ...lost].map(({ provider, product, epoch }) => ({
    provider: author.providers[provider] as Hex,
    product,
    epoch,
  }));
  const ledger = await node.ask({ kind: 'ledger', releases: names, labs: LABS.map(({ address }) => address) });
  same('spent', ledger.spent, head.ledger.spent.map(BigInt));
  same('funded at', ledger.fundedAt, [...releases.map(({ fundedAt }) => fundedAt), ...lost.map(() => 0n)]);
  same('entitlements', ledger.tiers, [...releases.map(({ tiers }) => tiers), ...lost.map(() => LABS.map(() => 0))]);
}

function lostReleases(model: ModelChain) {
  const kept = model.head().ledger.releases;
  const lost = new Map(
    model
      .blocks()
      .slice(-60)
      .flatMap(({ ledger }) => [...ledger.releases]),
  );
  for (const name of kept.keys()) lost.delete(name);
  return [...lost.values()];
}

function same(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  const shown = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))?.slice(0, 600) ?? String(value);
  throw new Error(`${what}: the node has ${shown(found)}, the model ${shown(expected)}`);
}
