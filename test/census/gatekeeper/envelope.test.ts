import type { Hex } from '@medrec/shared/bytes';
import { medrecDomain } from '@medrec/shared/signing';
import { describe, expect, it } from 'vitest';
import { openOffice, signedRequest, stranger } from './office.ts';

const READ = 'POST /v1/records/read';
const now = (): bigint => BigInt(Math.floor(Date.now() / 1000));

describe('a signed request is refused', () => {
  it('without telling whose fault, field by field, when anything but the signed thing arrives', async () => {
    const office = await openOffice();
    const { owner, relationship, otherRelationship, chain } = office;
    const body = { relationship };
    const cases: [string, unknown, string][] = [
      [
        'another body',
        await signedRequest(office, owner, READ, body, { sentBody: { relationship: otherRelationship } }),
        'SIGNATURE_INVALID',
      ],
      [
        'another signer’s name',
        await signedRequest(office, stranger(), READ, body, { request: { signer: owner.address as Hex } }),
        'SIGNATURE_INVALID',
      ],
      [
        'another chain id',
        await signedRequest(office, owner, READ, body, { domain: medrecDomain(8n, chain.genesisHash) }),
        'SIGNATURE_INVALID',
      ],
      [
        'another genesis',
        await signedRequest(office, owner, READ, body, { domain: medrecDomain(7n, `0x${'22'.repeat(32)}`) }),
        'SIGNATURE_INVALID',
      ],
      [
        'another provider',
        await signedRequest(office, owner, READ, body, { request: { provider: `0x${'b2'.repeat(32)}` } }),
        'WRONG_PROVIDER',
      ],
      ['another method', await signedRequest(office, owner, 'POST /v1/access-log', body), 'WRONG_ACTION'],
      ['the deadline past', await signedRequest(office, owner, READ, body, { request: { deadline: now() - 1n } }), 'REQUEST_STALE'],
      [
        'the deadline in milliseconds',
        await signedRequest(office, owner, READ, body, { request: { deadline: BigInt(Date.now()) + 5000n } }),
        'REQUEST_STALE',
      ],
      [
        'the deadline an hour ahead',
        await signedRequest(office, owner, READ, body, { request: { deadline: now() + 3600n } }),
        'REQUEST_STALE',
      ],
    ];
    for (const [name, envelope, code] of cases)
      expect([name, await office.post('/v1/records/read', envelope)]).toMatchObject([name, { status: 401, code }]);
  });

  it('the second time, at once or after a restart, and at any other call', async () => {
    const office = await openOffice();
    const envelope = await signedRequest(office, office.owner, READ, { relationship: office.relationship });
    const answers = await Promise.all([1, 2, 3].map(() => office.post('/v1/records/read', envelope)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect(await office.post('/v1/access-log', envelope)).toMatchObject({ code: 'WRONG_ACTION' });
    const restarted = await openOffice(office);
    expect(await restarted.post('/v1/records/read', envelope)).toMatchObject({ status: 401, code: 'REQUEST_REPLAYED' });
    restarted.clock.offsetSeconds = 11; // the nonce may be forgotten now: the deadline refuses
    expect(await restarted.post('/v1/records/read', envelope)).toMatchObject({ status: 401, code: 'REQUEST_STALE' });
  });

  it('when it has unknown fields, or is no request at all', async () => {
    const office = await openOffice();
    const envelope = (await signedRequest(office, office.owner, READ, { relationship: office.relationship })) as Record<string, unknown>;
    const bad = [{ ...envelope, extra: 1 }, {}, [], { ...envelope, signature: '0x12' }];
    for (const body of bad) expect(await office.post('/v1/records/read', body)).toMatchObject({ status: 400, code: 'BODY_INVALID' });
    const extra = await signedRequest(office, office.owner, READ, { relationship: office.relationship, as: 'admin' });
    expect(await office.post('/v1/records/read', extra)).toMatchObject({ status: 400, code: 'BODY_INVALID' });
  });
});
