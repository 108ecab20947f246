import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { z } from 'zod';
import { requireBlockHash } from '../../find-block.ts';
import { quantity as toQuantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { address, blockTag, positional, quantity } from '../../schemas.ts';

/** Slots in one question; each costs a walk of the storage trie. */
const MAX_SLOTS = 1024;

/** As it was asked for, beside the 32 bytes it stands for. */
const slot = z.string().transform((asked, context) => {
  const number = quantity.safeParse(asked);
  if (number.success) return { asked, bytes: hexToBytes(`0x${number.data.toString(16).padStart(64, '0')}`) };
  context.addIssue({ code: 'custom', message: 'a 0x-prefixed slot of at most 32 bytes' });
  return z.NEVER;
});

/** EIP-1186: an account and slots with the trie nodes that prove them under the block's state root, or prove them absent. */
export const ethGetProof = defineMethod(
  'eth_getProof',
  positional(address, z.array(slot).max(MAX_SLOTS), blockTag),
  async ({ chain }, [account, slots, tag]) => {
    const block = await requireBlockHash(chain, tag);
    const state = await chain.proofAt(
      block,
      account,
      slots.map(({ bytes }) => bytes),
    );
    return {
      address: account,
      accountProof: state.accountProof.map(bytesToHex),
      balance: toQuantity(state.balance),
      codeHash: state.codeHash,
      nonce: toQuantity(state.nonce),
      storageHash: state.storageRoot,
      storageProof: state.storageProof.map(({ value, proof }, at) => ({
        key: slots[at]?.asked,
        value: toQuantity(BigInt(bytesToHex(value))),
        proof: proof.map(bytesToHex),
      })),
    };
  },
);
