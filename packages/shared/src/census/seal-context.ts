import { concatBytes, type Hex, hexToBytes } from '../bytes/index.ts';

const PREFIX = new TextEncoder().encode('medrec-release');

/** What a sealed package is bound to: `medrec-release` ‖ release key (32) ‖ tier (1 byte). It opens as no other release or tier. */
export function releaseSealContext(releaseKey: Hex, tier: number): Uint8Array {
  return concatBytes(PREFIX, hexToBytes(releaseKey), new Uint8Array([tier]));
}
