import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';

/** Where a running node listens: how commands find it by its folder alone. */
export interface NodeEndpoint {
  readonly pid: number;
  /** URL. */
  readonly rpc: string;
  /** Multiaddrs with `/p2p/<id>`. */
  readonly p2p: readonly string[];
  /** `host:port` for outside miners, where there is one. */
  readonly stratum?: string;
  /** The lab's account, on a node that has its key. */
  readonly address?: Hex;
}

/** `endpoint.json`, mode 0600, by rename: a reader finds a whole file or none. */
export async function writeEndpointFile(dir: string, endpoint: NodeEndpoint): Promise<void> {
  const path = join(dir, 'endpoint.json');
  await writeFile(`${path}.tmp`, `${JSON.stringify(endpoint, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

export async function removeEndpointFile(dir: string): Promise<void> {
  await rm(join(dir, 'endpoint.json'), { force: true });
}
