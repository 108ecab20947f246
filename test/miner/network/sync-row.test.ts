import { describe, expect, it } from 'vitest';
import { runSyncRow } from '../../support/sync-row.ts';

// What would be lost: a node that joins could be led astray by one liar, or held up by one peer that says nothing.

describe('a fresh node with one honest, one lying and one stalling peer', () => {
  it('comes to the same state, bans the liar and leaves the staller within five seconds', async () => {
    const row = await runSyncRow({ blocks: 150, transactionsPerBlock: 1 });
    expect(row.head).toBe(row.controlHead);
    expect(row.stateRoot).toBe(row.controlStateRoot);
    expect(row.bans).toEqual(['BODY_MISMATCH']);
    expect(row.stallsLeftMs).toHaveLength(1);
    expect(row.stallsLeftMs[0]).toBeLessThan(10_000); // the bar of five seconds is held by `pnpm torture 5`, on a quiet machine
    expect(row.answered[0]).toBeGreaterThan(0);
  });
});
