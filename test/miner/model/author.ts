import type { Block, BlockHeader } from '@ethereumjs/block';
import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { buildGenesis, createExecutor, createMemoryState } from '@medrec/miner/execution';
import { sealerKeyFrom } from '@medrec/miner/sealing';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX, packRecordItems } from '@medrec/shared/records';
import { makeBlock } from '../../torture/world/local-node.ts';
import { addressOf, foundWorld, keyOf, MICRO_RHO, PRODUCTS, type World } from '../../torture/world/world.ts';
import { logDigest } from './log-digest.ts';

export const LABS = [0, 1, 2].map((lab) => sealerKeyFrom(keyOf(`model lab ${lab}`)));
/** Each provider can pay for so many releases; then its offers find no budget. */
const RELEASES_PAID = 10;
const CENSUS_EPOCH_SECONDS = 60;
const RECORD_GAS = 400_000;

export interface Offer {
  readonly product: Hex;
  readonly epoch: bigint;
  readonly tier: number;
}

/** A transaction that never fails, whatever stands before it: the record of nobody, and an offer. */
export interface AuthoredTransaction extends Offer {
  readonly hash: Hex;
  readonly raw: Uint8Array;
  readonly transaction: TypedTransaction;
  readonly provider: number;
  readonly nonce: number;
}

/** What was made once and says what every node must find. */
export interface AuthoredBlock {
  readonly hash: Hex;
  readonly parent: Hex;
  readonly header: BlockHeader;
  readonly rlp: Uint8Array;
  readonly lab: number;
  readonly transactions: readonly AuthoredTransaction[];
  readonly logs: Hex;
}

/** Makes blocks on any block with an executor and a memory of its own, which never crash, reorganise or forget. */
export interface Author {
  readonly world: World;
  readonly genesis: AuthoredBlock;
  readonly providers: readonly Hex[];
  epochOf(header: BlockHeader): bigint;
  sign(provider: number, nonce: number, offer: Offer): AuthoredTransaction;
  block(parent: AuthoredBlock, plan: AuthorPlan): Promise<AuthoredBlock>;
}

export interface AuthorPlan {
  readonly lab: number;
  readonly seconds: number;
  readonly mark: number;
  readonly transactions: readonly AuthoredTransaction[];
  readonly ommers: readonly BlockHeader[];
}

/** Months ago: none of its blocks is of the future. */
const GENESIS_AGE_SECONDS = 90 * 86_400;

export async function createAuthor(): Promise<Author> {
  const world = await foundWorld({
    labs: LABS.map(({ address }) => address),
    providers: 3,
    genesisSeconds: Math.floor(Date.now() / 1000) - GENESIS_AGE_SECONDS,
    censusEpochSeconds: CENSUS_EPOCH_SECONDS,
    lifetimeMicroRho: RELEASES_PAID * MICRO_RHO,
    difficulty: { minimum: 64 },
  });
  const { spec, common } = world;
  const nodes = createMemoryState();
  const genesis = buildGenesis(spec, common);
  nodes.keep({ stateRoot: genesis.block.header.stateRoot, writes: genesis.writes });
  const executor = createExecutor({ spec, common, nodes });

  return {
    world,
    genesis: authored(genesis.block, 0, [], logDigest([], [])),
    providers: world.providerKeys.map(addressOf),
    epochOf: ({ timestamp }) => (timestamp - BigInt(world.genesisSeconds)) / BigInt(CENSUS_EPOCH_SECONDS),
    sign(provider, nonce, offer) {
      const [root, locator] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
      const items = packRecordItems([{ relationship: `0x${'77'.repeat(20)}`, index: APPEND_INDEX, root, locator }]);
      const data = encodeCall(relationshipsAbi, 'setRecords', [offer, bytesToHex(items)]);
      const fields = { nonce, gasLimit: RECORD_GAS, gasPrice: 0, to: RELATIONSHIPS_ADDRESS, value: 0, data };
      const transaction = createLegacyTx(fields, { common }).sign(hexToBytes(world.providerKeys[provider] as Hex));
      return { ...offer, hash: bytesToHex(transaction.hash()), raw: transaction.serialize(), transaction, provider, nonce };
    },
    async block(parent, { lab, seconds, mark, transactions, ommers }) {
      const key = LABS[lab];
      if (key === undefined) throw new RangeError(`there is no lab ${lab}`);
      const plan = { parent: parent.header, key, seconds, mark, ommers, transactions: transactions.map(({ transaction }) => transaction) };
      const { block, result } = await makeBlock(world, executor, plan);
      nodes.keep(result);
      return authored(block, lab, transactions, logDigest(result.receipts, result.systemLogs));
    },
  };
}

function authored(block: Block, lab: number, transactions: readonly AuthoredTransaction[], logs: Hex): AuthoredBlock {
  const { header } = block;
  return { hash: bytesToHex(block.hash()), parent: bytesToHex(header.parentHash), header, rlp: block.serialize(), lab, transactions, logs };
}

export function productAt(index: number): Hex {
  return PRODUCTS[index % PRODUCTS.length] as Hex;
}
