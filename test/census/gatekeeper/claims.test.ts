import type { Hex } from '@medrec/shared/bytes';
import { releaseKey, releaseSealContext } from '@medrec/shared/census';
import { encryptionKeyPairOf, openSealed } from '@medrec/shared/signing';
import type { Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { PROVIDER_ID } from '../publisher/fake-chain.ts';
import { admitLab, type Office, openOffice, stranger } from './office.ts';

const product: Hex = `0x${'0c'.repeat(32)}`;
const key = releaseKey({ providerId: PROVIDER_ID, product, epoch: 4n });
const bytes = new TextEncoder().encode('a package');

async function publishedRelease(): Promise<{ office: Office; lab: Wallet; entitle: (tier: number, block: bigint) => void }> {
  const office = await openOffice();
  const lab = admitLab(office);
  const id = office.chain.participants.get(lab.address.toLowerCase())?.id as Hex;
  office.chain.releases.set(key, { stage: 2, publishedAt: 1n, commitments: [] });
  office.packages.set(`${key}/2`, bytes);
  return { office, lab, entitle: (tier, block) => void office.chain.entitlements.set(`${id}:${key}:${tier}`, block) };
}

const claim = (office: Office, lab: Wallet, tier = 2, providerId?: Hex): Promise<Uint8Array> =>
  office.clientOf(lab, providerId).claim({ product, epoch: 4n, tier });

describe('a claim', () => {
  it('of an entitled lab is paid with the package, sealed to its key and to this release and tier', async () => {
    const { office, lab, entitle } = await publishedRelease();
    entitle(2, 1n);
    const keys = encryptionKeyPairOf(lab.privateKey as Hex);
    const box = await claim(office, lab);
    expect(openSealed(keys, box, releaseSealContext(key, 2))).toEqual(bytes);
    expect(() => openSealed(keys, box, releaseSealContext(key, 3))).toThrow();
    expect(openSealed(keys, await claim(office, lab), releaseSealContext(key, 2))).toEqual(bytes); // a fresh claim, the same bytes
  });

  it('is refused to a lab that is not entitled to the tier, not a lab, removed, or rotated away', async () => {
    const { office, lab, entitle } = await publishedRelease();
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'NOT_ENTITLED', facts: { status: 403 } });
    entitle(2, 1n);
    await expect(claim(office, lab, 3)).rejects.toMatchObject({ code: 'NOT_ENTITLED' });
    await expect(claim(office, stranger())).rejects.toMatchObject({ code: 'NOT_ENTITLED' });
    const participant = office.chain.participants.get(lab.address.toLowerCase()) as { active: boolean; account: Hex };
    participant.active = false;
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'NOT_ENTITLED' });
    Object.assign(participant, { active: true, account: stranger().address });
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'NOT_ENTITLED' });
  });

  it('waits for the entitlement’s confirmations, then for the release’s', async () => {
    const { office, lab, entitle } = await publishedRelease();
    const { number } = await office.chain.head();
    entitle(2, number);
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'NOT_CONFIRMED', facts: { status: 409, retryAfterSeconds: 6 } });
    office.chain.releases.set(key, { stage: 2, publishedAt: number + 3n, commitments: [] });
    await office.chain.mine(3);
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'RELEASE_NOT_READY', facts: { status: 409, retryAfterSeconds: 6 } });
    await office.chain.mine(3);
    await expect(claim(office, lab)).resolves.toBeDefined();
  });

  it('waits for a certificate where providers sign checkpoints, and is not paid once two contradict each other', async () => {
    const { office, lab, entitle } = await publishedRelease();
    const { number } = await office.chain.head();
    entitle(2, number + 1n);
    await office.chain.mine(5);
    const view = { certified: { number, hash: key, canonical: true }, base: key, signed: {}, conflict: null as unknown };
    Object.assign(office.chain, { checkpointInterval: 4, checkpoints: async () => view });
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'NOT_CONFIRMED', facts: { retryAfterSeconds: 14 } });
    view.certified.number = number + 1n;
    await expect(claim(office, lab)).resolves.toBeDefined();
    view.certified.canonical = false;
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    Object.assign(view, { certified: { ...view.certified, canonical: true }, conflict: { first: {}, second: {} } });
    await expect(claim(office, lab)).rejects.toMatchObject({ code: 'CHECKPOINTS_CONFLICT', facts: { status: 503 } });
  });

  it('to the commons of a release on its way says when to ask again', async () => {
    const { office, lab } = await publishedRelease();
    office.chain.releases.set(key, { stage: 1, publishedAt: 0n, commitments: [] });
    await expect(claim(office, lab, 0)).rejects.toMatchObject({ code: 'RELEASE_NOT_READY' });
  });

  it('for a release whose bytes are gone is told so, never given other bytes', async () => {
    const { office, lab, entitle } = await publishedRelease();
    entitle(1, 1n);
    await expect(claim(office, lab, 1)).rejects.toMatchObject({ code: 'RELEASE_LOST', facts: { status: 410 } });
  });

  it('for another provider, captured, stale or signed by another is refused', async () => {
    const { office, lab, entitle } = await publishedRelease();
    entitle(2, 1n);
    await expect(claim(office, lab, 2, `0x${'b2'.repeat(32)}`)).rejects.toMatchObject({ code: 'WRONG_PROVIDER', facts: { status: 401 } });
    const captured = await captureClaim(office, lab);
    expect(await office.post('/v1/claims', captured)).toMatchObject({ status: 401, code: 'REQUEST_REPLAYED' });
    const fields = captured as { claim: Record<string, unknown>; signature: string };
    expect(await office.post('/v1/claims', { ...fields, claim: { ...fields.claim, tier: 1 } })).toMatchObject({
      status: 401,
      code: 'SIGNATURE_INVALID',
    });
    expect(await office.post('/v1/claims', { ...fields, claim: { ...fields.claim, lab: stranger().address } })).toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
    office.clock.offsetSeconds = 11;
    expect(await office.post('/v1/claims', captured)).toMatchObject({ status: 401, code: 'REQUEST_STALE' });
  });
});

/** Makes a claim and keeps what went over the wire. */
async function captureClaim(office: Office, lab: Wallet): Promise<unknown> {
  const original = globalThis.fetch;
  let sent = '';
  globalThis.fetch = (input, init) => {
    sent = String(init?.body);
    return original(input, init);
  };
  try {
    await claim(office, lab);
  } finally {
    globalThis.fetch = original;
  }
  return JSON.parse(sent);
}
