import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadSource, openStores } from '@medrec/census/load';
import { createFhirServerSource, findSource, listFiles, type Rejection } from '@medrec/census/sources';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: a server that is busy for a minute would cost a night's load, one that leads elsewhere would be given the
// hospital's token, and one that pages in a circle would never be done with.

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(value));
};
const patients = (count: number): unknown[] =>
  Array.from({ length: count }, (_, at) => ({ resource: { resourceType: 'Patient', id: `p${at}` } }));
const capability = (...types: string[]): unknown => ({
  resourceType: 'CapabilityStatement',
  rest: [{ resource: types.map((type) => ({ type })) }],
});

/** Patients in pages of `_count`, at `?page=N`. */
function paged(total: number, more: (url: URL, request: IncomingMessage, response: ServerResponse) => boolean = () => false): Answer {
  return (request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (more(url, request, response)) return;
    if (url.pathname.endsWith('/metadata')) return json(response, capability('Patient', 'Organization', 'Practitioner'));
    const size = Number(url.searchParams.get('_count'));
    const page = Number(url.searchParams.get('page') ?? 0);
    const all = patients(total);
    const link = (page + 1) * size < total ? [{ relation: 'next', url: `?_count=${size}&page=${page + 1}` }] : [];
    const outcome = { resource: { resourceType: 'OperationOutcome', issue: [] }, search: { mode: 'outcome' } };
    json(response, { resourceType: 'Bundle', type: 'searchset', link, entry: [...all.slice(page * size, (page + 1) * size), outcome] });
  };
}

const waits: number[] = [];
const source = () => {
  waits.length = 0;
  return createFhirServerSource({ fetch, sleep: async (ms) => void waits.push(ms) });
};

async function connection(base: string, more: Record<string, unknown> = {}): Promise<string> {
  const dir = await writeFiles({ 'server.json': JSON.stringify({ server: base, pageSize: 10, ...more }), token: 'abc.def\n' });
  return join(dir, 'server.json');
}

describe('the FHIR server source', () => {
  it('reads every page of the types that the server can search, from its URL alone', async () => {
    const base = await serve(paged(1234));
    const { resources, rejections } = await readPaths('fhir-server', [base]);
    expect(resources).toHaveLength(1234);
    expect(new Set(resources.map(({ id }) => id)).size).toBe(1234);
    expect(rejections).toEqual([]);
    expect(await listFiles([base], findSource('fhir-server'))).toMatchObject([{ path: `${base}/Patient?_count=500`, remote: true }]);
  });

  it('waits as it is asked when the server is busy, doubles where it is not told, and gives up after six tries', async () => {
    let asked = 0;
    const busy = paged(25, (_, request, response) => {
      if (request.url?.includes('page=1') && ++asked < 4) {
        response.writeHead(asked === 1 ? 503 : 429, asked === 2 ? { 'retry-after': '7' } : {}).end();
        return true;
      }
      return false;
    });
    const path = await connection(await serve(busy), { types: ['Patient'] });
    expect((await readPaths(source(), [path])).resources).toHaveLength(25);
    expect(waits).toEqual([500, 7000, 2000]);
    const down = await connection(await serve((_, response) => void response.destroy()), { types: ['Patient'] });
    await expect(readPaths(source(), [down])).rejects.toMatchObject({ code: 'FHIR_SERVER_UNREACHABLE' });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  it('sends the token to its server alone', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      json(response, { resourceType: 'Bundle' });
    });
    const leading = paged(25, (url, request, response) => {
      if (request.headers.authorization !== 'Bearer abc.def') json(response, {}, 401);
      else if (url.searchParams.get('page') === '1') {
        json(response, { resourceType: 'Bundle', link: [{ relation: 'next', url: `${other}/Patient` }] });
      } else return false;
      return true;
    });
    const base = await serve(leading);
    await expect(readPaths(source(), [await connection(base, { types: ['Patient'] })])).rejects.toMatchObject({
      code: 'FHIR_SERVER_UNAUTHORISED',
    });
    const path = await connection(base, { types: ['Patient'], tokenFile: 'token' });
    await expect(readPaths(source(), [path])).rejects.toMatchObject({
      code: 'FHIR_SERVER_INVALID',
      facts: { why: 'the next page is on another server' },
    });
    const moved = await serve((_, response) => void response.writeHead(302, { location: `${other}/Patient` }).end());
    await expect(readPaths(source(), [await connection(moved, { types: ['Patient'] })])).rejects.toMatchObject({
      code: 'FHIR_SERVER_UNREACHABLE',
    });
    expect(seen).toEqual([]);
    await expect(readPaths(source(), [await connection('http://ehr.example/fhir', { tokenFile: 'token' })])).rejects.toMatchObject({
      code: 'CONNECTION_INSECURE',
    });
  });

  it('names what it cannot read: a circle, a page that is none, an entry, a type that is refused', async () => {
    const why = async (answer: Answer): Promise<unknown> => {
      const path = await connection(await serve(answer), { types: ['Patient'] });
      return readPaths(source(), [path]).then(
        ({ rejections }) => rejections.map(({ line, entry, reason }: Rejection) => [line, entry, reason]),
        (error: { facts: { why: string } }) => error.facts.why,
      );
    };
    const circle = (_: IncomingMessage, response: ServerResponse): void =>
      json(response, { resourceType: 'Bundle', link: [{ relation: 'next', url: '/fhir/Patient?_count=10' }] });
    expect(await why(circle)).toBe('its pages go round in a circle');
    expect(await why((_, response) => void response.end('<html>'))).toBe('a page is no JSON');
    expect(await why((_, response) => json(response, { resourceType: 'Patient', id: 'p' }))).toBe('an answer is no Bundle');
    expect(await why((_, response) => json(response, { resourceType: 'Bundle', link: [{ relation: 'next', url: 'http://' }] }))).toBe(
      'the next page has no URL',
    );
    expect(await why((_, response) => json(response, {}, 403))).toEqual([[1, undefined, 'SEARCH_REFUSED']]);
    const entries = [{ resource: { resourceType: 'Patient' } }, 7, { resource: { resourceType: 'Patient', id: 'ok' } }];
    expect(await why((_, response) => json(response, { resourceType: 'Bundle', entry: entries }))).toEqual([
      [1, 0, 'ID_MISSING'],
      [1, 1, 'ENTRY_INVALID'],
    ]);
  });

  it('refuses a connection that is none', async () => {
    const code = async (text: string): Promise<unknown> =>
      readPaths(source(), [join(await writeFiles({ 'server.json': text }), 'server.json')]).catch((error: { code: string }) => error.code);
    for (const text of [
      '',
      '{}',
      '{"server":"file:///etc/passwd"}',
      '{"server":"https://a:b@c/"}',
      '{"server":"https://c/","tokenFile":"none"}',
    ])
      expect(await code(text)).toBe('CONNECTION_INVALID');
  });
});

describe('a load from a server that was stopped', () => {
  it('goes on with the page after the last that was stored, and anew where the server forgot its pages', async () => {
    const asked: string[] = [];
    let failing = true;
    let forgetful = false;
    const answer = paged(50, (url, request, response) => {
      asked.push(request.url ?? '');
      if (failing && url.searchParams.get('page') === '3') json(response, {}, 401);
      else if (forgetful && url.searchParams.has('page')) json(response, {}, 410);
      else return false;
      return true;
    });
    const path = await connection(await serve(answer), { types: ['Patient'] });
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const load = async (): Promise<number> => (await loadSource({ source: 'fhir-server', paths: [path], ...stores })).resources.added;
    await expect(load()).rejects.toMatchObject({ code: 'FHIR_SERVER_UNAUTHORISED' });
    failing = false;
    asked.length = 0;
    expect(await load()).toBe(20);
    expect(asked.map((url) => new URL(url, 'http://x').searchParams.get('page'))).toEqual(['3', '4']);

    failing = true;
    await expect(load()).rejects.toMatchObject({ code: 'FHIR_SERVER_UNAUTHORISED' });
    [failing, forgetful] = [false, true];
    asked.length = 0;
    // Its first page is the only one that it still gives.
    expect(await load()).toBe(0);
    expect(asked.map((url) => new URL(url, 'http://x').searchParams.get('page'))).toEqual(['3', null, '1']);
  });
});

describe('a load from a server that was complete', () => {
  it('asks the next time for what changed since it began, and for all where the server cannot tell or the operator wants it', async () => {
    const asked: URL[] = [];
    let knowsDates = true;
    const answer = paged(25, (url, _, response) => {
      asked.push(url);
      if (!url.searchParams.has('_lastUpdated')) return false;
      if (knowsDates) json(response, { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'new' } }] });
      else json(response, {}, 400);
      return true;
    });
    const base = await serve(answer);
    const path = await connection(base, { types: ['Patient'] });
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const load = async (from = path) => {
      asked.length = 0;
      const { resources } = await loadSource({ source: 'fhir-server', paths: [from], ...stores });
      return [resources.read, resources.added];
    };
    const before = Date.now();
    expect(await load()).toEqual([25, 25]);
    expect(await load()).toEqual([1, 1]);
    const since = Date.parse(asked[0]?.searchParams.get('_lastUpdated')?.slice(2) ?? '');
    // A minute before the first page was answered, by the server's clock, which has seconds.
    expect(since).toBeLessThanOrEqual(before - 59_000);
    expect(since).toBeGreaterThan(before - 600_000);
    knowsDates = false;
    expect(await load()).toEqual([25, 0]);
    expect(asked.map((url) => url.searchParams.has('_lastUpdated'))).toEqual([true, false, false, false]);
    knowsDates = true;
    expect(await load(await connection(base, { types: ['Patient'], everything: true }))).toEqual([25, 0]);
  });
});
