import { canonicalBytes, type Hex, hashLeaf, hexToBytes, verifyMerkleProof } from '@medrec/shared/bytes';
import { describe, expect, it } from 'vitest';
import { patientResources } from '../publisher/hospital.ts';
import { grantTo, openOffice, stranger } from './office.ts';

describe('reading a record', () => {
  it('gives the owner all of it, each resource proven against the root on the chain', async () => {
    const { clientOf, owner, relationship, chain } = await openOffice();
    const answer = await clientOf(owner).readRecords(relationship);
    expect(answer.resources.map(({ resource }) => resource['resourceType'])).toEqual(['Condition', 'Observation', 'Patient']);
    expect(answer.root).toBe(chain.rows.get(relationship)?.roots[0]);
    for (const { leaf, salt, siblings, resource } of answer.resources) {
      const proof = { index: leaf, leafCount: answer.leafCount, siblings: siblings.map(hexToBytes) };
      expect(verifyMerkleProof(hexToBytes(answer.root), hashLeaf(hexToBytes(salt), canonicalBytes(resource)), proof)).toBe(true);
    }
  });

  it('gives a viewer the resources of the scope that was granted to her, and no other', async () => {
    const office = await openOffice();
    const viewer = stranger();
    const grant = grantTo(office, viewer, ['Observation']);
    const shown = { scope: grant.scope, salt: grant.salt };
    const answer = await office.clientOf(viewer).readRecords(office.relationship, shown);
    expect(answer.resources.map(({ resource }) => resource['resourceType'])).toEqual(['Observation']);
    const wider = office.clientOf(viewer).readRecords(office.relationship, { ...shown, scope: { resources: ['*'] } });
    await expect(wider).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(office.clientOf(stranger()).readRecords(office.relationship, shown)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(office.clientOf(viewer).readRecords(office.otherRelationship, shown)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });

  it('refuses whoever has no grant, and an owner whose key was rotated away', async () => {
    const { clientOf, owner, relationship, chain } = await openOffice();
    await expect(clientOf(stranger()).readRecords(relationship)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    const next = stranger();
    Object.assign(chain.rows.get(relationship) ?? {}, { owner: next.address });
    await expect(clientOf(owner).readRecords(relationship)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await clientOf(next).readRecords(relationship)).resources).toHaveLength(3);
  });

  it('lets a viewer in only when the grant is confirmed', async () => {
    const office = await openOffice();
    const viewer = stranger();
    const { scope, salt } = grantTo(office, viewer, ['*'], (await office.chain.head()).number);
    const read = (): Promise<unknown> => office.clientOf(viewer).readRecords(office.relationship, { scope, salt });
    await expect(read()).rejects.toMatchObject({ code: 'NOT_CONFIRMED', facts: { retryAfterSeconds: 6 } });
    await office.chain.mine(3);
    await expect(read()).resolves.toBeDefined();
  });

  it('shuts a viewer out by a revocation at the head, in the pool, or at this gatekeeper', async () => {
    const office = await openOffice();
    const viewer = stranger();
    const read = ({ scope, salt }: { scope: { resources: string[] }; salt: Hex }): Promise<unknown> =>
      office.clientOf(viewer).readRecords(office.relationship, { scope, salt });
    const atHead = grantTo(office, viewer, ['*']);
    office.chain.revoked.add(atHead.commitment);
    await expect(read(atHead)).rejects.toMatchObject({ code: 'NOT_PERMITTED', facts: { reason: 'revoked on the chain' } });
    const inPool = grantTo(office, viewer, ['*']);
    office.chain.pooled.push(inPool.commitment);
    await expect(read(inPool)).rejects.toMatchObject({ code: 'NOT_PERMITTED', facts: { reason: 'revoked by a transaction on its way' } });
    const here = grantTo(office, viewer, ['*']);
    await expect(read(here)).resolves.toBeDefined();
    await expect(office.clientOf(viewer).revokeGrant(office.relationship, here.commitment)).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await office.clientOf(office.owner).revokeGrant(office.relationship, here.commitment);
    await expect(read(here)).rejects.toMatchObject({ code: 'NOT_PERMITTED', facts: { reason: 'revoked at this gatekeeper' } });
    const restarted = await openOffice(office);
    const again = restarted.clientOf(viewer).readRecords(office.relationship, { scope: here.scope, salt: here.salt });
    await expect(again).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });

  it('never serves a record whose root is not the chain’s, not even to its owner', async () => {
    const { clientOf, owner, relationship, chain } = await openOffice();
    Object.assign(chain.rows.get(relationship)?.roots ?? [], [`0x${'66'.repeat(32)}`]);
    await expect(clientOf(owner).readRecords(relationship)).rejects.toMatchObject({ code: 'RECORD_ALTERED', facts: { status: 409 } });
  });

  it('says that an update is on its way, not that the record was altered, while a load’s change has not reached the chain', async () => {
    const { clientOf, owner, hospital } = await openOffice();
    for (const id of ['p0', 'p1']) await hospital.vault.putResources(patientResources(id, 'changed'));
    const relationship = owner.address.toLowerCase() as Hex;
    await expect(clientOf(owner).readRecords(relationship)).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
  });

  it('knows no relationship of another provider', async () => {
    const { clientOf, owner } = await openOffice();
    await expect(clientOf(owner).readRecords(`0x${'99'.repeat(20)}`)).rejects.toMatchObject({
      code: 'UNKNOWN_RELATIONSHIP',
      facts: { status: 404 },
    });
  });
});

describe('the access log', () => {
  it('shows its owner alone every decision, and whom it concerned by address', async () => {
    const office = await openOffice();
    const { clientOf, owner, relationship } = office;
    const viewer = stranger();
    const { scope, salt } = grantTo(office, viewer, ['Observation']);
    await clientOf(viewer).readRecords(relationship, { scope, salt });
    await expect(clientOf(stranger()).readRecords(relationship)).rejects.toThrow();
    await expect(clientOf(viewer).accessLog(relationship)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(clientOf(viewer).censusLog(relationship)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    const entries = await clientOf(owner).accessLog(relationship);
    expect(entries.filter(({ outcome }) => outcome === 'allowed')).toMatchObject([
      { viewer: viewer.address, action: 'POST /v1/records/read', resources: 1 },
    ]);
    expect(entries.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3);
    expect(JSON.stringify(entries)).not.toContain('p0');
    expect(await clientOf(owner).censusLog(relationship)).toEqual([]);
  });
});
