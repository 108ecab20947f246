import type { Hex } from '@medrec/shared/bytes';
import type { Grant, RewardRule } from './rule.ts';

/** Blocks sealed and blocks signed for in the running epoch, by lab. */
type Attested = ReadonlyMap<Hex, number>;

/**
 * R5: at an epoch's end each release's ρ is split by who sealed and signed for its blocks. Everyone gets something, and almost nobody
 * something useful: noise grows as one over the root of the share, and each answer is charged.
 */
export const attestationSplit: RewardRule<Attested> = {
  name: 'AttestationSplit',
  summary: 'R5: each release’s precision is split over those who sealed or signed',
  deployability: { deployable: false, reason: 'A split release is one answer a lab: the protocol draws a release once, for all.' },
  budget: { unlock: 'periods', charge: 'answer' },
  init: () => new Map(),
  onBlock: (block, counts) => ({ state: block.sealerId === undefined ? counts : counted(counts, block.sealerId), grants: [] }),
  onAttestation: (labId, counts) => ({ state: counted(counts, labId), grants: [] }),
  onEpoch(epoch, counts) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const grants = epoch.releases.flatMap(({ releaseKey, tier }) =>
      [...counts].map(([labId, count]): Grant => ({ labId, releaseKey, tier, precision: count / total })),
    );
    return { state: new Map(), grants };
  },
};

function counted(counts: Attested, labId: Hex): Attested {
  return new Map(counts).set(labId, (counts.get(labId) ?? 0) + 1);
}
