import { Block, type BlockHeader, createBlockHeaderFromBytesArray, genTransactionsTrieRoot } from '@ethereumjs/block';
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx';
import { createCommon, sealerDigest, sealHash, signSealer } from '@medrec/miner/consensus';
import { searchSmall } from '@medrec/miner/ethash';
import type { BuildRequest } from '@medrec/miner/execution';
import { sealBlock } from '@medrec/miner/sealing';
import { bytesToHex, concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { SEALER_FREE_BYTES } from '@medrec/shared/chain';
import { LAB_KEY, type TestChain } from '../../miner/execution/devnet.ts';

// Positions in a header's RLP list (yellow paper, section 4.4.3).
const FIELD = { transactionsTrie: 4, gasLimit: 9, extraData: 12 } as const;
const FREE_EXTRA = new Uint8Array(SEALER_FREE_BYTES);

export interface Alteration {
  readonly transactions?: readonly TypedTransaction[];
  readonly gasLimit?: number;
  /** Whose signature the header gets; the coinbase lab's if left out. */
  readonly signWith?: Hex;
  /** Instead of the free bytes and a signature. */
  readonly extraData?: Uint8Array;
}

/** Makes blocks whose proof of work is right, whatever else is wrong with them. */
export interface BlockForge {
  /** By the lab unless told otherwise; its state is kept, so that blocks can be built on it. */
  honest(parent: BlockHeader, transactions?: readonly TypedTransaction[], changes?: Partial<BuildRequest>): Promise<Block>;
  /** The block with one thing changed, signed and sealed anew: nothing but that is wrong with it. */
  altered(block: Block, alteration: Alteration): Promise<Block>;
  /** The block with a mix that its nonce does not give. */
  wronglySealed(block: Block): Block;
  transaction(rlp: Hex): TypedTransaction;
}

export function createBlockForge(chain: TestChain): BlockForge {
  const common = createCommon(chain.spec);
  const genesisHash = bytesToHex(chain.genesis.hash());

  const seal = (block: Block): Block => {
    const { number: blockNumber, difficulty } = block.header;
    const found = searchSmall(chain.spec.config.medrec.ethash, {
      ...{ blockNumber, difficulty, sealHash: sealHash(block.header) },
      startNonce: 0n,
      count: 1 << 20,
    });
    if (found === undefined) throw new Error('no seal within a million nonces');
    return sealBlock(block, found);
  };

  return {
    async honest(parent, transactions = [], changes = {}) {
      const { block, result, leftOut } = await chain.build(parent, transactions, changes);
      if (leftOut.length > 0) throw new Error(`left out: ${JSON.stringify(leftOut)}`);
      chain.nodes.keep(result);
      return seal(block);
    },
    async altered(block, { transactions = block.transactions, gasLimit, signWith = LAB_KEY, extraData }) {
      const fields = [...block.header.raw()];
      fields[FIELD.transactionsTrie] = await genTransactionsTrieRoot([...transactions]);
      if (gasLimit !== undefined) fields[FIELD.gasLimit] = hexToBytes(`0x${gasLimit.toString(16).padStart(8, '0')}`);
      const unsigned = createBlockHeaderFromBytesArray(fields, { common });
      fields[FIELD.extraData] = extraData ?? concatBytes(FREE_EXTRA, signSealer(sealerDigest(unsigned, genesisHash), signWith));
      const header = createBlockHeaderFromBytesArray(fields, { common });
      return seal(new Block(header, [...transactions], [...block.uncleHeaders], undefined, { common }));
    },
    wronglySealed: (block) => sealBlock(block, { nonce: block.header.nonce, mixHash: block.header.mixHash.map((byte) => byte ^ 1) }),
    transaction: (rlp) => createTxFromRLP(hexToBytes(rlp), { common }),
  };
}
