import { canonicalBytes, keccakHex } from '@medrec/shared/bytes';
import { createGatekeeperClient } from '@medrec/shared/client';
import { CLAIM_TYPES, medrecDomain, REQUEST_TYPES } from '@medrec/shared/signing';
import { verifyTypedData, Wallet } from 'ethers';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, type FakeServer, serveFake } from './fake-http.ts';

// What would be lost: a request that another provider could replay, or a refusal whose reason never reaches the reader.

const signer = new Wallet(`0x${'02'.repeat(32)}`);
const domain = medrecDomain(7n, `0x${'aa'.repeat(32)}`);
const providerId = `0x${'bb'.repeat(32)}` as const;
const relationship = `0x${'cc'.repeat(20)}` as const;
const NOW_MS = 1_800_000_000_500;
let server: FakeServer | undefined;
afterEach(() => server?.close());

async function connect(handle: (path: string, body: unknown) => FakeAnswer) {
  server = await serveFake((_method, path, body) => handle(path, body));
  return createGatekeeperClient({ url: server.url, signer, domain, providerId, now: () => NOW_MS });
}

describe('gatekeeper client', () => {
  it('signs method, path, body, provider and a short deadline', async () => {
    let seen: { request: Record<string, string>; signature: string; body: unknown } | undefined;
    const client = await connect((_path, body) => {
      seen = body as typeof seen;
      return { body: { entries: [] } };
    });
    await client.accessLog(relationship);
    expect(seen?.request).toMatchObject({
      signer: signer.address,
      provider: providerId,
      action: 'POST /v1/access-log',
      bodyHash: keccakHex(canonicalBytes({ relationship })),
      deadline: '1800000008',
    });
    expect(verifyTypedData(domain, REQUEST_TYPES, seen?.request ?? {}, seen?.signature ?? '')).toBe(signer.address);
  });

  it('never uses a nonce twice', async () => {
    const nonces = new Set<string>();
    const client = await connect((_path, body) => {
      nonces.add((body as { request: { nonce: string } }).request.nonce);
      return { body: { entries: [] } };
    });
    for (let i = 0; i < 5; i++) await client.accessLog(relationship);
    expect(nonces.size).toBe(5);
  });

  it('carries a refusal’s code, facts and remedy', async () => {
    const client = await connect(() => ({
      status: 409,
      body: { error: { code: 'NOT_CONFIRMED', message: 'Not yet.', facts: { retryAfterSeconds: 4 }, remedy: 'Wait.' } },
    }));
    await expect(client.readRecords(relationship)).rejects.toMatchObject({
      code: 'NOT_CONFIRMED',
      facts: { retryAfterSeconds: 4, status: 409 },
      remedy: 'Wait.',
    });
  });

  it('shows no control characters that a gatekeeper put into its refusal', async () => {
    const client = await connect(() => ({
      status: 403,
      body: { error: { code: 'NOT_PERMITTED', message: '\u001b[2Jhi', remedy: 'a\u0007' } },
    }));
    await expect(client.readRecords(relationship)).rejects.toMatchObject({ message: '·[2Jhi', remedy: 'a·' });
  });

  it.each<[string, FakeAnswer]>([
    ['no JSON', { body: '<html>' }],
    ['an error page', { status: 502, body: 'bad gateway' }],
    ['missing fields', { body: { entries: [{ at: 1 }] } }],
  ])('refuses %s', async (_name, answer) => {
    const client = await connect(() => answer);
    await expect(client.accessLog(relationship)).rejects.toMatchObject({ code: 'GATEKEEPER_ANSWER_INVALID' });
  });

  it('brings a claim’s bytes back as they are', async () => {
    let claim: Record<string, string> = {};
    let signature = '';
    const client = await connect((_path, body) => {
      ({ claim, signature } = body as { claim: Record<string, string>; signature: string });
      return { body: new Uint8Array([0, 255, 10]) };
    });
    expect(await client.claim({ product: `0x${'dd'.repeat(32)}`, epoch: 3n, tier: 2 })).toEqual(new Uint8Array([0, 255, 10]));
    expect(verifyTypedData(domain, CLAIM_TYPES, claim, signature)).toBe(signer.address);
  });

  it('names a gatekeeper that is not there', async () => {
    const client = createGatekeeperClient({ url: 'http://127.0.0.1:9', signer, domain, providerId, timeoutMs: 500 });
    await expect(client.provider()).rejects.toMatchObject({ code: 'GATEKEEPER_UNREACHABLE' });
  });
});
