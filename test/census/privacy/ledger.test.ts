import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPrivacyLedger, type PrivacyLedger, type Regime, releaseExact } from '@medrec/census/privacy';
import type { Hex } from '@medrec/shared/bytes';
import { Level } from 'level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const key = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;
let folder: string;
let open: PrivacyLedger[] = [];

const openLedger = async (lifetimeMicroRho = 1_000_000, regime: Regime = 'differential-privacy'): Promise<PrivacyLedger> => {
  const ledger = await openPrivacyLedger({ folder, lifetimeMicroRho, regime });
  open.push(ledger);
  return ledger;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medrec-ledger-'));
});
afterEach(async () => {
  await Promise.all(open.map((ledger) => ledger.close()));
  open = [];
  await rm(folder, { recursive: true });
});

describe('the privacy ledger', () => {
  it('charges a release once, and remembers it', async () => {
    const ledger = await openLedger();
    expect(await ledger.debit(key(1), 50_000)).toBe('debited');
    expect(await ledger.debit(key(1), 50_000)).toBe('already-debited');
    await ledger.advance(key(1), 'drawn');
    await ledger.close();
    const again = await openLedger();
    expect([again.spentMicroRho(), again.stateOf(key(1))]).toEqual([50_000, 'drawn']);
    expect(await again.debit(key(1), 50_000)).toBe('already-debited');
    await expect(again.debit(key(1), 60_000)).rejects.toMatchObject({ code: 'LEDGER_CONFLICT' });
  });

  it('never goes past the lifetime, however many ask at once', async () => {
    const ledger = await openLedger(100_000);
    const answers = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => ledger.debit(key(n), 7000)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(14);
    expect(ledger.spentMicroRho()).toBe(98_000);
    await expect(ledger.debit(key(99), 7000)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(await ledger.debit(key(98), 2000)).toBe('debited');
  });

  it('keeps a lifetime that fell, though a later opening asks for more', async () => {
    const ledger = await openLedger(100_000);
    await ledger.debit(key(1), 50_000);
    await ledger.close();
    const again = await openLedger(900_000);
    await expect(again.debit(key(2), 50_001)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
  });

  it('goes through a release’s states forwards only', async () => {
    const ledger = await openLedger();
    await expect(ledger.advance(key(1), 'drawn')).rejects.toMatchObject({ code: 'LEDGER_CONFLICT' });
    await ledger.debit(key(1), 1000);
    await ledger.advance(key(1), 'publishing');
    await ledger.advance(key(1), 'drawn');
    expect(ledger.stateOf(key(1))).toBe('publishing');
  });

  it('counts what the chain shows and it does not know, past the lifetime too', async () => {
    const ledger = await openLedger(10_000);
    await ledger.adoptPublished(key(1), 50_000);
    await ledger.adoptPublished(key(1), 50_000);
    expect([ledger.spentMicroRho(), ledger.stateOf(key(1))]).toEqual([50_000, 'published']);
  });

  it('keeps a provider to the regime of its first release', async () => {
    const ledger = await openLedger();
    await expect(ledger.recordExact(key(1))).rejects.toMatchObject({ code: 'REGIME_CONFLICT' });
    await ledger.debit(key(1), 1000);
    await ledger.close();
    await expect(openLedger(1_000_000, 'exact')).rejects.toMatchObject({ code: 'REGIME_CONFLICT' });
  });

  it('never spends ρ for a provider of exact tables', async () => {
    const counts = [40, 30, 50, 4, 20, 60, 70, 35, 90];
    const ledger = await openLedger(1_000_000, 'exact');
    const tables = await releaseExact({ ledger, releaseKey: key(1), publication: { sizes: [3, 3], counts, threshold: 11, earlier: [] } });
    expect([tables.audit.isSafe, ledger.stateOf(key(1)), ledger.spentMicroRho()]).toEqual([true, 'drawn', 0]);
    const again = { sizes: [3, 3], counts, threshold: 11, earlier: [{ axes: [0, 1], cells: counts }] };
    await expect(releaseExact({ ledger, releaseKey: key(2), publication: again })).rejects.toMatchObject({ code: 'AUDIT_REFUSED' });
    expect(ledger.stateOf(key(2))).toBeUndefined();
    await expect(ledger.debit(key(3), 1000)).rejects.toMatchObject({ code: 'REGIME_CONFLICT' });
    await expect(ledger.adoptPublished(key(3), 1000)).rejects.toMatchObject({ code: 'REGIME_CONFLICT' });
    await ledger.close();
    await expect(openLedger()).rejects.toMatchObject({ code: 'REGIME_CONFLICT' });
    expect((await openLedger(1_000_000, 'exact')).regime()).toBe('exact');
  });

  it.each([0, -5, 1.5, Number.NaN])('refuses a debit of %d', async (microRho) => {
    await expect((await openLedger()).debit(key(1), microRho)).rejects.toMatchObject({ code: 'LEDGER_CONFLICT' });
  });

  it('has one writer', async () => {
    await openLedger();
    await expect(openLedger()).rejects.toMatchObject({ code: 'LEDGER_LOCKED' });
  });

  it.each([
    ['removed', async (raw: Level) => raw.del('0000000000000001')],
    ['altered', async (raw: Level) => raw.put('0000000000000001', (await raw.get('0000000000000001')).replace('50000', '50001'))],
    ['not JSON', async (raw: Level) => raw.put('0000000000000001', 'x')],
  ])('notices a line %s', async (_, tamper) => {
    const ledger = await openLedger();
    for (let n = 0; n < 3; n += 1) await ledger.debit(key(n), 50_000);
    await ledger.close();
    const raw = new Level(folder);
    await tamper(raw);
    await raw.close();
    await expect(openLedger()).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
  });

  it('has counted every debit it confirmed when it is killed at any moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'ledger-child.ts'), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.split('\n').length > 20 + 17 * round) child.kill('SIGKILL');
      });
      await once(child, 'close');
      const count = (word: string): number =>
        Number(
          output
            .match(new RegExp(`${word} (\\d+)\n`, 'g'))
            ?.at(-1)
            ?.split(' ')[1] ?? 0,
        );
      const ledger = await openLedger(Number.MAX_SAFE_INTEGER);
      expect(ledger.spentMicroRho() / 1000).toBeGreaterThanOrEqual(count('done'));
      expect(ledger.spentMicroRho() / 1000).toBeLessThanOrEqual(count('asked'));
      await ledger.close();
    }
  });
});
