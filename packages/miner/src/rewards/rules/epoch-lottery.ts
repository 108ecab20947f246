import type { Hex } from '@medrec/shared/bytes';
import type { Draw, Grant, RewardRule } from './rule.ts';

/** Tickets of each lab in the running epoch. */
type Tickets = ReadonlyMap<Hex, number>;

/** R4: a block with offers is a ticket; when the epoch is closed, one ticket is drawn for each release. */
export const epochLottery: RewardRule<Tickets> = {
  name: 'EpochLottery',
  summary: 'R4: blocks are tickets, each release of an epoch has one winner',
  deployability: { deployable: false, reason: 'A chain has no randomness that the sealer of the drawing block could not steer.' },
  init: () => new Map(),
  onBlock(block, tickets) {
    if (block.sealerId === undefined || block.offers.length === 0) return { state: tickets, grants: [] };
    return { state: new Map(tickets).set(block.sealerId, (tickets.get(block.sealerId) ?? 0) + 1), grants: [] };
  },
  onEpoch(epoch, tickets, draw) {
    const grants = epoch.releases.flatMap(({ releaseKey, tier }): Grant[] => {
      const labId = drawWinner(tickets, draw);
      return labId === undefined ? [] : [{ labId, releaseKey, tier }];
    });
    return { state: new Map(), grants };
  },
};

function drawWinner(tickets: Tickets, draw: Draw): Hex | undefined {
  let rest = draw() * [...tickets.values()].reduce((sum, count) => sum + count, 0);
  for (const [labId, count] of tickets) {
    rest -= count;
    if (rest < 0) return labId;
  }
  return undefined;
}
