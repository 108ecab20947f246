import { MedrecError } from '@medrec/shared/errors';
import type { Host } from './host.ts';

const SYSTEM_REASON = /\b(EADDRINUSE|EADDRNOTAVAIL|EACCES)\b/;

/** Opens the host's sockets. @throws MedrecError `P2P_PORT` with the system's reason; libp2p's own error carries stack traces in its message. */
export async function startHost(host: Host, listen: readonly string[]): Promise<void> {
  try {
    await host.start();
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'UnsupportedListenAddressesError') throw thrown;
    throw new MedrecError({
      code: 'P2P_PORT',
      message: 'The port for peers could not be opened.',
      facts: { listen: listen.join(', '), reason: SYSTEM_REASON.exec(thrown.message)?.[1] },
      remedy: 'Choose another with --p2p-port, or 0 for a free one.',
    });
  }
}
