import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Tells from an `Authorization` header (RFC 6750, section 2.1) whether it shows the token. Hashes are compared, in a time that
 * says nothing of where or by how much a guess is wrong.
 * @param token undefined: nobody is an admin
 */
export function createAdminCheck(token: string | undefined): (authorization: string | undefined) => boolean {
  if (token === undefined) return () => false;
  const expected = digest(token);
  return (authorization) => {
    const shown = /^Bearer +([\w~+/.=-]+) *$/i.exec(authorization ?? '')?.[1];
    return shown !== undefined && timingSafeEqual(digest(shown), expected);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
