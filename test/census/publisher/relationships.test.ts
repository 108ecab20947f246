import { createHash } from 'node:crypto';
import type { BookEntry } from '@medrec/census/publisher';
import type { Hex } from '@medrec/shared/bytes';
import { APPEND_INDEX } from '@medrec/shared/records';
import { describe, expect, it } from 'vitest';
import { createFakeChain, type FakeChain } from './fake-chain.ts';
import { addPatients, openTestVault, patientResources, resource, settleAll, startHospital, type TestHospital } from './hospital.ts';

/** Every patient's root on the chain is the root of what the vault holds. */
async function expectRootsMatch(hospital: TestHospital, chain: FakeChain): Promise<void> {
  for (const [patient, { relationship }] of hospital.book.entries()) {
    const root = Buffer.from(await hospital.vault.contentRoot({ pseudonym: patient })).toString('hex');
    expect(chain.rows.get(relationship)?.roots).toEqual([`0x${root}`]);
  }
}

function items(chain: FakeChain, name: string): number[] {
  return chain.sealedCalls.filter((call) => call.name === name).map((call) => call.items);
}

describe('bringing patients onto the chain', () => {
  it('enrols in batches of at most 64 and then sets each record once, matching the vault', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await addPatients(vault, 70);
    const hospital = await startHospital(chain, vault);
    await settleAll(hospital, chain);
    expect(Math.max(...items(chain, 'enroll'))).toBeLessThanOrEqual(64);
    expect(items(chain, 'enroll').reduce((a, b) => a + b)).toBe(70);
    expect(items(chain, 'setRecords').reduce((a, b) => a + b)).toBe(70);
    expect(hospital.stages.count('published')).toBe(70);
    await expectRootsMatch(hospital, chain);
  });

  it('does not wait for the last patient: records go out while others still enrol', async () => {
    const chain = createFakeChain({ quotaGas: 4_000_000n });
    const { vault } = await openTestVault();
    await addPatients(vault, 20);
    const hospital = await startHospital(chain, vault);
    await hospital.turns(1);
    await chain.mine();
    await addPatients(vault, 20, 20);
    await settleAll(hospital, chain);
    const order = chain.sealedCalls.map(({ name }) => name);
    expect(order.indexOf('setRecords')).toBeLessThan(order.lastIndexOf('enroll'));
    expect(hospital.stages.count('published')).toBe(40);
  });

  it('shrinks a batch that fits into no block at all', async () => {
    const chain = createFakeChain({ quotaGas: 2_400_000n, blockGas: 3_000_000n });
    const { vault } = await openTestVault();
    await addPatients(vault, 40);
    const hospital = await startHospital(chain, vault);
    await settleAll(hospital, chain, 40);
    expect(hospital.stages.count('published')).toBe(40);
  });

  it('keeps a batch within the quota and no more than two blocks of it on their way', async () => {
    const chain = createFakeChain({ quotaGas: 3_000_000n });
    const { vault } = await openTestVault();
    await addPatients(vault, 40);
    const hospital = await startHospital(chain, vault);
    await hospital.turns(10);
    expect(chain.pending()).toBeLessThanOrEqual(4);
    await settleAll(hospital, chain, 30);
    const gasOf = { enroll: 170_000, setRecords: 45_000 };
    for (const { name, items: count } of chain.sealedCalls)
      expect(gasOf[name as keyof typeof gasOf] * count).toBeLessThanOrEqual(3_000_000);
    expect(hospital.stages.count('published')).toBe(40);
  });

  it('sends a changed record to the same pointer, with a new root and salt, after it has rested', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await addPatients(vault, 2);
    const hospital = await startHospital(chain, vault);
    await settleAll(hospital, chain);
    const before = new Map([...chain.rows].map(([name, row]) => [name, row.roots[0]]));
    await vault.putResources(patientResources('p0', 'changed'));
    await hospital.publisher.turn();
    expect(chain.pending()).toBe(0); // not rested
    await settleAll(hospital, chain);
    const updates = chain.sealedCalls.filter(({ name }) => name === 'setRecords').flatMap(({ indices }) => indices);
    expect(updates).toEqual([APPEND_INDEX, APPEND_INDEX, 0]);
    expect([...chain.rows].filter(([name, row]) => row.roots[0] !== before.get(name))).toHaveLength(1);
    await expectRootsMatch(hospital, chain);
  });

  it('looks again at what the chain skipped instead of assuming it went through', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await addPatients(vault, 1);
    const hospital = await startHospital(chain, vault);
    await hospital.turns(2);
    const [, entry] = [...hospital.book.entries()][0] as readonly [Hex, BookEntry];
    chain.skip.set(entry.relationship, 'CONSENT');
    await chain.mine();
    expect(hospital.stages.count('accepted')).toBe(0);
    chain.skip.clear();
    await settleAll(hospital, chain);
    expect(hospital.stages.count('published')).toBe(1);
  });

  it('sends nothing for a relationship that its patient paused', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await addPatients(vault, 1);
    const hospital = await startHospital(chain, vault);
    await settleAll(hospital, chain);
    for (const row of chain.rows.values()) row.state = 3;
    await vault.putResources(patientResources('p0', 'changed'));
    await settleAll(hospital, chain);
    expect(hospital.stages.count('closed')).toBe(1);
  });
});

describe('after kill -9', () => {
  // The process is cut off after each of these numbers of steps; what it had sent may be sealed, or lost with the node.
  for (const [cut, poolSurvives] of [
    [1, true],
    [1, false],
    [3, true],
    [3, false],
    [5, true],
    [5, false],
    [8, false],
  ] as const) {
    it(`goes on from step ${cut}, its transactions ${poolSurvives ? 'sealed meanwhile' : 'lost'}: no patient twice, no record twice`, async () => {
      const chain = createFakeChain({ quotaGas: 4_000_000n }); // batches of ten
      const { vault } = await openTestVault();
      await addPatients(vault, 25);
      const first = await startHospital(chain, vault);
      for (let step = 0; step < cut; step += 1) {
        await first.turns(1);
        if (step % 2 === 1) await chain.mine();
      }
      if (poolSurvives) await chain.mine();
      else chain.dropPool();
      const second = await startHospital(chain, vault, first.clock);
      await settleAll(second, chain, 20);
      expect(chain.rows.size).toBe(25);
      expect([...chain.rows.values()].every((row) => row.roots.length === 1)).toBe(true);
      expect(second.stages.count('published')).toBe(25);
      await expectRootsMatch(second, chain);
    });
  }
});

describe('a patient’s own wallet', () => {
  const account: Hex = `0x${'ab'.repeat(20)}`;
  const own = {
    relationship: account,
    encryptionKey: `0x${createHash('sha256').update('x25519').digest('hex')}` as Hex,
    custodyIndex: null,
    registration: { commitment: `0x${'01'.repeat(32)}` as Hex, deadline: '99999999999', consent: `0x${'02'.repeat(65)}` as Hex },
  };

  it('is waited for: an invited patient gets no address in custody', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await addPatients(vault, 3);
    const hospital = await startHospital(chain, vault);
    const invited = (await vault.findPatient('p1'))?.pseudonym as Hex;
    hospital.invited.add(invited);
    await settleAll(hospital, chain);
    expect(chain.rows.size).toBe(2);
    await hospital.publisher.plan(invited, own);
    await settleAll(hospital, chain);
    expect(chain.rows.get(account)?.roots).toHaveLength(1);
  });

  it('takes over from custody: another root under the new address, the old relationship ended', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await addPatients(vault, 1);
    const hospital = await startHospital(chain, vault);
    await settleAll(hospital, chain);
    const [patient, before] = [...hospital.book.entries()][0] as readonly [Hex, BookEntry];
    const oldRoot = chain.rows.get(before.relationship)?.roots[0];
    await hospital.publisher.plan(patient, own);
    await settleAll(hospital, chain);
    expect(chain.rows.get(before.relationship)?.state).toBe(4);
    expect(chain.rows.get(account)?.roots).toHaveLength(1);
    expect(chain.rows.get(account)?.roots[0]).not.toBe(oldRoot);
    expect(hospital.book.get(patient)?.former).toBeNull();
  });

  it('with a consent that has run out waits for a new one', async () => {
    const chain = createFakeChain();
    const { vault } = await openTestVault();
    await vault.putResources([resource('Patient', 'p', 'p')]);
    const hospital = await startHospital(chain, vault);
    const patient = (await vault.findPatient('p'))?.pseudonym as Hex;
    await hospital.publisher.plan(patient, { ...own, registration: { ...own.registration, deadline: '1' } });
    await settleAll(hospital, chain, 3);
    expect(chain.rows.size).toBe(0);
    expect(hospital.stages.of(patient)).toBe('waiting');
  });
});
