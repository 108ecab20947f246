import type { Excerpt } from '../scanner.ts';

const NODE_PATHS = ['/metrics', '/livez', '/readyz', '/'];
const GATEKEEPER_PATHS = ['/v1/provider', '/v1/livez', '/v1/readyz', '/metrics', '/', '/v1/admin/status', '/v1/records/read'];
const GATEKEEPER_POSTS = ['/v1/enroll', '/v1/records/read', '/v1/grants/revoke', '/v1/access-log', '/v1/census-log', '/v1/claims'];

/** What anybody gets who asks a node without a key: answers, refusals and headers. */
export function askNode(url: string): Promise<Excerpt[]> {
  return Promise.all(NODE_PATHS.map((path) => ask(new URL(path, url))));
}

/** What anybody gets who asks a gatekeeper; `patient` is guessed at, as somebody would who knows her id. */
export function askGatekeeper(url: string, patient: string): Promise<Excerpt[]> {
  const bodies = ['{}', 'not JSON', JSON.stringify({ patient, relationship: patient })];
  const posts = GATEKEEPER_POSTS.flatMap((path) => bodies.map((body) => ({ path, body })));
  return Promise.all([
    ...GATEKEEPER_PATHS.map((path) => ask(new URL(path, url))),
    ...posts.map(({ path, body }) => ask(new URL(path, url), { method: 'POST', headers: { 'content-type': 'application/json' }, body })),
  ]);
}

async function ask(url: URL, init: RequestInit = {}): Promise<Excerpt> {
  const response = await fetch(url, init);
  const headers = [...response.headers].map((pair) => pair.join(': ')).join('\n');
  return { where: `${init.method ?? 'GET'} ${url.pathname}`, text: `${response.status}\n${headers}\n${await response.text()}` };
}
