import type { RemoteCaller } from '../remote-sealing/index.ts';

/** Who an outside miner says it is: `Authorization: Bearer <token>` or `Basic <user:token>`, and the segments of the URL's path. */
export function remoteCallerOf(authorization: string | undefined, path: readonly string[]): RemoteCaller {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return { path, secret: value };
  if (scheme.toLowerCase() !== 'basic') return { path };
  const credentials = Buffer.from(value, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  if (colon < 0) return { path };
  const user = credentials.slice(0, colon);
  return { path, secret: credentials.slice(colon + 1), ...(user === '' ? {} : { user }) };
}
