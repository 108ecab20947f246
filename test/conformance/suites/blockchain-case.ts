import { z } from 'zod';

const text = z.string();

/** An account of `pre` or `postState`. */
const account = z.looseObject({ balance: text, nonce: text, code: text.default('0x'), storage: z.record(text, text).default({}) });

const block = z.looseObject({
  rlp: text,
  /** Absent where the block must be refused. */
  blockHeader: z.looseObject({ hash: text }).optional(),
});

/** One case of the BlockchainTests, as far as the runner reads it (ethereum-tests.readthedocs.io, Blockchain Tests). */
export const blockchainCase = z.looseObject({
  network: text,
  sealEngine: z.enum(['NoProof', 'NoReward', 'Ethash']).optional(),
  genesisBlockHeader: z.looseObject({
    nonce: text,
    timestamp: text,
    extraData: text,
    gasLimit: text,
    difficulty: text,
    mixHash: text,
    coinbase: text,
    stateRoot: text,
    hash: text,
  }),
  genesisRLP: text.optional(),
  pre: z.record(text, account),
  blocks: z.array(block),
  lastblockhash: text,
  /** A hash of the whole state in its place where the state is large; some cases name neither. */
  postState: z.record(text, account).optional(),
  postStateHash: text.optional(),
});

export type BlockchainCase = z.infer<typeof blockchainCase>;
export type CaseAccount = z.infer<typeof account>;

/** True when the case says that the block must be refused. */
export function isRefused(one: BlockchainCase['blocks'][number]): boolean {
  return one.blockHeader === undefined || reasonOf(one) !== undefined;
}

/** `expectException`, `expectExceptionALL`, `expectExceptionByzantium`: the reason's name. */
export function reasonOf(one: BlockchainCase['blocks'][number]): string | undefined {
  const named = Object.entries(one).find(([key, value]) => key.startsWith('expectException') && typeof value === 'string' && value !== '');
  return named && String(named[1]);
}
