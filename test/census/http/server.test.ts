import { request } from 'node:http';
import { type AdminServices, startAdminServer, startHttpServer } from '@medrec/census/http';
import { MedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { describe, expect, it, onTestFinished } from 'vitest';

type Services = Parameters<typeof startHttpServer>[1];

async function publicServer(services: Partial<Services> = {}): Promise<string> {
  const server = await startHttpServer({}, { gatekeeper: {}, ...services } as Services, silentLogger());
  onTestFinished(() => server.close());
  return server.url;
}

async function ask(url: string, path: string, init: RequestInit = {}): Promise<{ status: number; body: Record<string, never> }> {
  const response = await fetch(new URL(path, url), init);
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

const json = { 'content-type': 'application/json' };

describe('the public server', () => {
  it('listens on loopback unless told otherwise', async () => {
    expect(new URL(await publicServer()).hostname).toBe('127.0.0.1');
  });

  it('answers refusals as {error: {code, message, facts, remedy}} with a status that fits', async () => {
    const url = await publicServer();
    expect(await ask(url, '/v1/nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'ROUTE_UNKNOWN', remedy: expect.any(String) } },
    });
    const broken = { method: 'POST', headers: json, body: '{"a":' };
    expect(await ask(url, '/v1/claims', broken)).toMatchObject({ status: 400, body: { error: { code: 'BODY_INVALID' } } });
    expect(await ask(url, '/v1/claims', { method: 'POST', headers: json, body: '{}' })).toMatchObject({
      status: 400,
      body: { error: { facts: { field: 'claim' } } },
    });
  });

  it('refuses bodies over 1 MiB, and what is not JSON', async () => {
    const url = await publicServer();
    const large = { method: 'POST', headers: json, body: JSON.stringify({ a: 'x'.repeat(1024 * 1024) }) };
    expect(await ask(url, '/v1/claims', large)).toMatchObject({ status: 413, body: { error: { code: 'BODY_TOO_LARGE' } } });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const post = { method: 'POST', headers: { 'content-type': type }, body: '{}' };
      expect(await ask(url, '/v1/claims', post)).toMatchObject({ status: 415, body: { error: { code: 'MEDIA_TYPE_UNSUPPORTED' } } });
    }
  });

  it('never repeats in an answer what an unexpected failure says', async () => {
    const url = await publicServer({
      readiness: async () => {
        throw new MedrecError({ code: 'VAULT_UNREADABLE', message: 'Anna Smith, 1971', facts: { patient: 'Anna Smith' } });
      },
    });
    const { status, body } = await ask(url, '/v1/readyz');
    expect([status, body['error']]).toMatchObject([500, { code: 'VAULT_UNREADABLE' }]);
    expect(JSON.stringify(body)).not.toContain('Anna');
  });

  it('says live while it runs, and ready only when nothing is in the way', async () => {
    let problem: string | undefined = 'the node does not answer';
    const url = await publicServer({ readiness: async () => problem });
    expect((await ask(url, '/v1/livez')).status).toBe(200);
    expect(await ask(url, '/v1/readyz')).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY', facts: { problem } } } });
    problem = undefined;
    expect((await ask(url, '/v1/readyz')).status).toBe(200);
  });
});

describe('the operator’s server', () => {
  const services = {
    status: async () => ({ ok: true }),
    invite: async () => ({ token: 't' }),
    load: async () => undefined,
  } as unknown as AdminServices;

  async function adminServer(): Promise<string> {
    const server = await startAdminServer('the-token', services, silentLogger());
    onTestFinished(() => server.close());
    return server.url;
  }

  it('serves who has the token, and nobody else', async () => {
    const url = await adminServer();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const headers = { authorization: 'Bearer the-token' };
    expect((await ask(url, '/v1/admin/status', { headers })).status).toBe(200);
    for (const authorization of ['Bearer another', 'the-token', '', 'Basic dGhlLXRva2Vu']) {
      expect(await ask(url, '/v1/admin/status', { headers: { authorization } })).toMatchObject({
        status: 401,
        body: { error: { code: 'ADMIN_TOKEN_WRONG' } },
      });
    }
    const post = { method: 'POST', headers: { ...json, ...headers }, body: '{"patient":1}' };
    expect(await ask(url, '/v1/admin/invitations', post)).toMatchObject({ status: 400, body: { error: { code: 'BODY_INVALID' } } });
  });

  it('is not reached through the public port, whatever Host is claimed', async () => {
    const url = new URL(await publicServer());
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: 'localhost', authorization: 'Bearer the-token' };
      request({ host: url.hostname, port: url.port, path: '/v1/admin/status', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });
});
