import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** The spec's `config.medrec`, with what names the network. */
export const medrecConfig = defineMethod('medrec_config', none, ({ chain }) => ({
  ...chain.spec.config.medrec,
  chainId: chain.spec.config.chainId,
  genesisHash: chain.genesisHash,
}));
