import { Block, createBlockHeaderFromBytesArray } from '@ethereumjs/block';
import type { Seal } from '../ethash/index.ts';

const MIX_HASH_FIELD = 13;
const NONCE_FIELD = 14;

/** The template with its proof of work. Transactions are taken over as they are, with the senders already recovered. */
export function sealBlock(template: Block, seal: Seal): Block {
  const { common } = template;
  const fields = [...template.header.raw()];
  fields[MIX_HASH_FIELD] = seal.mixHash;
  fields[NONCE_FIELD] = seal.nonce;
  const header = createBlockHeaderFromBytesArray(fields, { common });
  return new Block(header, template.transactions, template.uncleHeaders, undefined, { common });
}
