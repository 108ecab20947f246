import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClinicalResource, canonicalResource } from '@medrec/census/record';
import { leafSalt, openVault, type Vault, vaultKeyFrom } from '@medrec/census/vault';
import { hashLeaf, hexToBytes, verifyMerkleProof } from '@medrec/shared/bytes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const KEY = randomBytes(32);

async function open(dir?: string): Promise<{ vault: Vault; dir: string }> {
  const folder = dir ?? join(await temporaryFolder(), 'vault');
  const vault = await openVault({ dir: folder, key: KEY });
  onTestFinished(() => vault.close());
  return { vault, dir: folder };
}

function resource(type: string, id: string, patientId: string | null, lastUpdated?: string, extra = {}): ClinicalResource {
  const value = { resourceType: type, id, ...(lastUpdated ? { meta: { lastUpdated } } : {}), ...extra };
  return { type, id, patientId, lastUpdatedMs: lastUpdated ? Date.parse(lastUpdated) : null, json: canonicalResource(value) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('putResources', () => {
  it('keeps the newest version, drops what is alike, and says which', async () => {
    const { vault } = await open();
    const first = resource('Condition', 'c', 'anna', '2020-01-01T00:00:00Z');
    const newer = resource('Condition', 'c', 'anna', '2021-01-01T00:00:00Z', { note: 'new' });
    expect(await vault.putResources([first, first, newer, first])).toMatchObject({
      outcomes: ['added', 'identical', 'replaced', 'stale'],
      newPatients: 1,
    });
    expect((await vault.putResources([newer, first])).outcomes).toEqual(['identical', 'stale']);
    const undated = resource('Condition', 'd', 'anna');
    const other = resource('Condition', 'd', 'anna', undefined, { note: 'later read' });
    expect((await vault.putResources([undated, other])).outcomes).toEqual(['added', 'replaced']);
    const [patient] = await all(vault.patients());
    expect((await vault.resourcesOf(patient as NonNullable<typeof patient>)).map(({ json }) => json)).toEqual([newer.json, other.json]);
  });

  it('keeps what belongs to no patient apart', async () => {
    const { vault } = await open();
    await vault.putResources([resource('Organization', 'o', null), resource('Patient', 'anna', 'anna')]);
    expect(await all(vault.patients())).toHaveLength(1);
    expect((await vault.sharedResources()).map(({ type }) => type)).toEqual(['Organization']);
  });

  it('marks changed patients until the mark of that very change is cleared', async () => {
    const { vault } = await open();
    await vault.putResources([resource('Patient', 'anna', 'anna')]);
    const changes = await all(vault.changes('warehouse'));
    await vault.putResources([resource('Condition', 'c', 'anna')]);
    await vault.clearChanges(changes);
    expect(await all(vault.changes('warehouse'))).toHaveLength(1);
    await vault.clearChanges(await all(vault.changes('warehouse')));
    expect(await all(vault.changes('warehouse'))).toHaveLength(0);
    expect(await all(vault.changes('publisher'))).toHaveLength(1);
  });
});

describe('the vault on disk', () => {
  it('shows no identifier and no content', async () => {
    const { vault, dir } = await open();
    const secret = 'Zyxwvutsrqp';
    await vault.putResources([resource('Patient', `id-${secret}`, `id-${secret}`, undefined, { name: secret })]);
    await vault.collection(`c-${secret}`).append(secret, { secret });
    await vault.collection('c').put(secret, { secret });
    await vault.close();
    for (const name of await readdir(dir)) expect((await readFile(join(dir, name))).includes(secret)).toBe(false);
  });

  it('has one opener, and one key', async () => {
    const { vault, dir } = await open();
    await expect(openVault({ dir, key: KEY })).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
    await vault.close();
    await expect(openVault({ dir, key: randomBytes(32) })).rejects.toMatchObject({ code: 'VAULT_KEY_WRONG' });
    await expect(openVault({ dir, key: randomBytes(16) })).rejects.toMatchObject({ code: 'KEY_LENGTH' });
    await open(dir);
    expect(vaultKeyFrom(`0x${'11'.repeat(32)}`)).not.toEqual(vaultKeyFrom(`0x${'12'.repeat(32)}`));
  });

  it('gives a patient one pseudonym, handle and number for good', async () => {
    const { vault, dir } = await open();
    await vault.putResources([resource('Patient', 'anna', 'anna')]);
    const before = await vault.findPatient('anna');
    await vault.close();
    const again = await open(dir);
    await again.vault.putResources([resource('Condition', 'c', 'anna')]);
    expect(await all(again.vault.patients())).toEqual([before]);
    expect(before?.pid).toBeGreaterThan(0n);
    expect(await again.vault.findPatient('berta')).toBeUndefined();
  });
});

describe('a record', () => {
  const resources = ['b', 'c', 'a', 'd', 'e'].map((id) => resource('Observation', id, 'anna', undefined, { value: id }));

  it('proves each leaf in type/id order against a root whose salt is fresh at each sealing', async () => {
    const { vault } = await open();
    await vault.putResources([...resources, resource('Patient', 'anna', 'anna')]);
    const patient = await vault.findPatient('anna');
    if (!patient) throw new TypeError('no patient');
    await expect(vault.contentRoot(patient)).rejects.toMatchObject({ code: 'RECORD_UNSEALED' });
    const state = await vault.sealRecord(patient);
    const proven = await vault.leavesWithProofs(patient, ({ type }) => type === 'Observation');
    expect(proven.leaves.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(proven.leafCount).toBe(6);
    for (const { salt, json, proof } of proven.leaves) {
      expect(salt).toEqual(leafSalt(hexToBytes(state.salt), proof.index));
      expect(verifyMerkleProof(hexToBytes(state.root), hashLeaf(salt, Buffer.from(json)), proof)).toBe(true);
    }
    const again = await vault.sealRecord(patient);
    expect(again.root).not.toBe(state.root);
  });

  it('has another root once a resource changed', async () => {
    const { vault } = await open();
    await vault.putResources(resources);
    const patient = await vault.findPatient('anna');
    if (!patient) throw new TypeError('no patient');
    const state = await vault.sealRecord(patient);
    await vault.putRecordState(patient, { ...state, status: 'confirmed', index: 3, relationship: `0x${'ab'.repeat(20)}` });
    expect(await vault.contentRoot(patient)).toEqual(hexToBytes(state.root));
    await vault.putResources([resource('Observation', 'a', 'anna', undefined, { value: 'forged' })]);
    expect(await vault.contentRoot(patient)).not.toEqual(hexToBytes(state.root));
    expect(await vault.sealRecord(patient)).toMatchObject({ status: 'sealed', index: 3, relationship: `0x${'ab'.repeat(20)}` });
  });
});

describe('a collection', () => {
  it('keeps items and ordered lists apart by name and over a restart', async () => {
    const { vault, dir } = await open();
    const log = vault.collection('access');
    await Promise.all([1, 2, 3].map((n) => log.append('r1', { n })));
    await log.append('r2', { n: 9 });
    await log.put('k', [1]);
    expect(await log.putIfAbsent('k', [2])).toBe(false);
    expect(await Promise.all([1, 2].map(() => log.putIfAbsent('nonce', 1)))).toEqual([true, false]);
    await log.delete('nonce');
    await vault.close();
    const again = (await open(dir)).vault;
    const reopened = again.collection('access');
    await reopened.append('r1', { n: 4 });
    expect(await all(reopened.list('r1'))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
    expect(await all(reopened.entries())).toEqual([['k', [1]]]);
    expect(await again.collection('other').get('k')).toBeUndefined();
  });
});
