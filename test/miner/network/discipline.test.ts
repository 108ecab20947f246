import { MedrecError, RuleError, type Verdict } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { silentLogger } from '@medrec/shared/log';
import { describe, expect, it, vi } from 'vitest';
import { createBanList } from '../../../packages/miner/src/network/ban-list.ts';
import { createDiscipline } from '../../../packages/miner/src/network/discipline.ts';
import { silentObserver } from '../../../packages/miner/src/network/observer.ts';

// What would be lost: liars would stay, or honest peers would be thrown out for this node's own faults.

const broken = (verdict: Verdict): RuleError => new RuleError({ code: 'SEALER_UNADMITTED', message: 'not admitted', verdict });

function court() {
  const bans = createBanList();
  const hangUp = vi.fn();
  const warn = vi.fn();
  const rejected = vi.fn();
  const log = Object.assign(silentLogger(), { warn }) as unknown as Logger;
  const discipline = createDiscipline({ bans, hangUp, log, observer: { ...silentObserver(), rejected } });
  return {
    bans,
    hangUp,
    warn,
    rejected,
    judge: (error: unknown) => discipline.judge(error, { kind: 'block', peer: 'peer-1', coinbase: '0xabc' }),
  };
}

describe('discipline', () => {
  it('bans and disconnects for a penalise verdict, and names peer and coinbase', () => {
    const { bans, hangUp, warn, judge } = court();
    expect(judge(broken('penalise'))).toBe('reject');
    expect(bans.reasonOf('peer-1')).toBe('SEALER_UNADMITTED');
    expect(hangUp).toHaveBeenCalledWith('peer-1');
    expect(warn.mock.calls[0]?.[0]).toMatchObject({ code: 'SEALER_UNADMITTED', peer: 'peer-1', coinbase: '0xabc' });
  });

  it('keeps a peer whose message is only rejected or ignored, and one that met a failure of this node', () => {
    const { bans, hangUp, judge } = court();
    expect([judge(broken('reject')), judge(broken('ignore'))]).toEqual(['reject', 'ignore']);
    expect(judge(new MedrecError({ code: 'STORE_WRITE_FAILED', message: 'disk full' }))).toBe('ignore');
    expect([bans.size(), hangUp.mock.calls.length]).toEqual([0, 0]);
  });

  it('counts an error once, though it is both reported and thrown', () => {
    const { rejected, judge } = court();
    const error = broken('penalise');
    expect([judge(error), judge(error)]).toEqual(['reject', 'reject']);
    expect(rejected).toHaveBeenCalledTimes(1);
  });

  it('forgets a ban after its time, and the oldest when there are too many', () => {
    let now = 0;
    const bans = createBanList(() => now);
    bans.add('a', 'X', 1000);
    now = 1001;
    expect(bans.reasonOf('a')).toBeUndefined();
    for (let i = 0; i < 5000; i++) bans.add(`peer-${i}`, 'X');
    expect(bans.size()).toBe(4096);
    expect(bans.reasonOf('peer-4999')).toBe('X');
  });
});
