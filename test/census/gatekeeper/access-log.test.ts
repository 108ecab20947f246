import { type AccessEntry, createAccessLog } from '@medrec/census/gatekeeper';
import type { Hex } from '@medrec/shared/bytes';
import { describe, expect, it } from 'vitest';
import { openTestVault } from '../publisher/hospital.ts';

const RELATIONSHIP: Hex = `0x${'0a'.repeat(20)}`;
const viewerNumber = (number: number): Hex => `0x${number.toString(16).padStart(40, '0')}`;

function refusal(at: number, viewer: Hex): AccessEntry {
  return { at, viewer, action: 'POST /v1/records/read', outcome: 'refused', code: 'NOT_PERMITTED' };
}

describe('the access log', () => {
  it('keeps sixteen refusals of one viewer, the oldest and the newest', async () => {
    const log = createAccessLog((await openTestVault()).vault.collection('access-log'));
    await log.append(RELATIONSHIP, refusal(1, viewerNumber(1)));
    for (let at = 2; at <= 40; at += 1) await log.append(RELATIONSHIP, refusal(at, viewerNumber(2)));
    const kept = (await log.entries(RELATIONSHIP)).map(({ at }) => at);
    expect(kept).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 33, 34, 35, 36, 37, 38, 39, 40]);
  });

  it('is not flushed by throwaway keys', async () => {
    const log = createAccessLog((await openTestVault()).vault.collection('access-log'));
    for (let at = 1; at <= 530; at += 1) await log.append(RELATIONSHIP, refusal(at, viewerNumber(at)));
    const kept = (await log.entries(RELATIONSHIP)).map(({ at }) => at);
    expect(kept).toHaveLength(512);
    expect([kept[0], kept[255], kept[256], kept[511]]).toEqual([1, 256, 275, 530]);
  });
});
