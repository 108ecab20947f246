import type { ReleaseCheck } from '../types.ts';

/** Made for this chain: a package of another network proves nothing here. */
export const networkCheck: ReleaseCheck = {
  code: 'NETWORK',
  title: 'it was made for this chain',
  run({ manifest }, chain) {
    return BigInt(manifest.chainId) === chain.chainId && manifest.genesisHash === chain.genesisHash
      ? undefined
      : 'the manifest names another chain';
  },
};
