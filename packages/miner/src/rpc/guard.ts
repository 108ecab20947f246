import { MedrecError } from '@medrec/shared/errors';

export interface GuardOptions {
  /** Host names a request may be addressed to, without ports; `*` for any. */
  readonly hosts: readonly string[];
  /** Web origins that may read answers; none by default. */
  readonly origins: readonly string[];
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Keeps a web page from reaching the node through its visitor's browser: the `Host` must be one of ours (a rebound DNS
 * name is not), and an `Origin`, which only browsers send, must be allowed.
 * @throws MedrecError `RPC_FORBIDDEN_HOST`, `RPC_FORBIDDEN_ORIGIN`
 */
export function createGuard({ hosts, origins }: GuardOptions): (host: string | undefined, origin: string | undefined) => void {
  const allowed = new Set([...LOOPBACK, ...hosts].map((name) => name.toLowerCase()));
  return (host, origin) => {
    const name = (host ?? '').toLowerCase().replace(/:\d+$/, '');
    if (!allowed.has('*') && !allowed.has(name)) {
      throw new MedrecError({
        code: 'RPC_FORBIDDEN_HOST',
        message: 'The node does not answer to this host name.',
        remedy: 'Allow it with --rpc-allow-host.',
      });
    }
    if (origin !== undefined && !origins.includes(origin)) {
      throw new MedrecError({
        code: 'RPC_FORBIDDEN_ORIGIN',
        message: 'Web pages of this origin may not use the node.',
        remedy: 'Allow it with --rpc-allow-origin.',
      });
    }
  };
}
