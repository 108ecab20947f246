import { dirname, join } from 'node:path';
import { endpointsPath, findEndpoints } from '../cli/index.ts';

/**
 * Nodes of the devnet that has this wallet's folder among its own, and of the one started from the user's folder; each
 * devnet's hospital first. Empty without a devnet. @throws MedrecError `ENDPOINTS_INVALID`.
 */
export async function devnetRpcs(walletFolder: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of new Set([join(dirname(walletFolder), 'endpoints.json'), endpointsPath()])) {
    const nodes = Object.values((await findEndpoints(path))?.nodes ?? {});
    const ordered = [...nodes.filter(({ role }) => role === 'hospital'), ...nodes.filter(({ role }) => role !== 'hospital')];
    found.push(...ordered.map(({ rpc }) => rpc));
  }
  return found;
}
