import { Block, createBlock, createBlockHeader, type HeaderData } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, concatBytes, type Hex, keccak } from '@medrec/shared/bytes';
import { gasLimitAt, SEAL_SIGNATURE_BYTES, SEALER_FREE_BYTES } from '@medrec/shared/chain';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import {
  checkSender,
  checkSucceeded,
  checkTransactionForm,
  commonAt,
  createQuotaLedger,
  difficultyEraAt,
  difficultyParentOf,
  MAX_BODY_BYTES,
  nextDifficulty,
  payersOf,
  sealerDigest,
} from '../consensus/index.ts';
import { beginBlock, type ChainFacts, endBlock } from './block-steps.ts';
import { type ParticipantAtParent, senderOf } from './check-block.ts';
import { checkNonce } from './check-nonce.ts';
import { runTransaction } from './run-transaction.ts';
import type { Session } from './session.ts';
import { indexedRoot } from './trie/index.ts';
import type { BlockTemplate, BuildRequest, Receipt } from './types.ts';

/** The block that the EVM sees while its transactions are chosen. @throws MedrecError `FREE_EXTRA_LENGTH` */
export function draftBlock(request: BuildRequest, facts: ChainFacts, common: Common): Block {
  if (request.freeExtra.length !== SEALER_FREE_BYTES) {
    throw new MedrecError({
      code: 'FREE_EXTRA_LENGTH',
      message: 'The lab’s own extra data has the wrong length.',
      facts: { bytes: request.freeExtra.length, expectedBytes: SEALER_FREE_BYTES },
    });
  }
  const number = request.parent.number + 1n;
  const rules = commonAt(common, number);
  const header: HeaderData = {
    parentHash: request.parent.hash(),
    uncleHash: keccak(RLP.encode(request.ommers.map((ommer) => ommer.raw()))),
    coinbase: request.coinbase,
    number,
    timestamp: request.timestamp,
    difficulty: nextDifficulty(
      facts.config.difficulty,
      difficultyParentOf(request.parent),
      request.timestamp,
      difficultyEraAt(rules, number),
    ),
    gasLimit: gasLimitAt(facts.config, number),
    extraData: concatBytes(request.freeExtra, new Uint8Array(SEAL_SIGNATURE_BYTES)),
  };
  return createBlock({ header, uncleHeaders: [...request.ommers] }, { common: rules });
}

/** Executes each transaction once, leaves out what fails, and signs. The session's block is `draftBlock`'s. */
export async function fillBlock(
  session: Session,
  request: BuildRequest,
  facts: ChainFacts,
  participantAt: ParticipantAtParent,
): Promise<BlockTemplate> {
  const systemLogs = await beginBlock(session, facts);
  const quota = createQuotaLedger(facts.config.quotas, session.block.header.gasLimit, 'pool');
  const taken: TypedTransaction[] = [];
  const receipts: Receipt[] = [];
  const leftOut: { hash: Hex; code: string }[] = [];
  let bytes = 0;
  for (const transaction of request.transactions) {
    const size = transaction.serialize().length;
    if (facts.config.recordRules && bytes + size > MAX_BODY_BYTES) {
      leftOut.push({ hash: bytesToHex(transaction.hash()), code: 'BLOCK_SIZE' });
      continue;
    }
    await session.state.checkpoint();
    try {
      const receipt = await tryTransaction(transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n);
      await session.state.commit();
      taken.push(transaction);
      bytes += size;
      receipts.push(receipt);
    } catch (error) {
      await session.state.revert();
      if (!(error instanceof RuleError)) throw error;
      leftOut.push({ hash: bytesToHex(transaction.hash()), code: error.code });
    }
  }
  const result = await endBlock(session, facts, receipts, systemLogs);
  const header: HeaderData = {
    ...headerDataOf(session.block),
    transactionsTrie: indexedRoot(taken.map((transaction) => transaction.serialize())),
    stateRoot: result.stateRoot,
    receiptTrie: result.receiptsRoot,
    logsBloom: result.logsBloom,
    gasUsed: result.gasUsed,
  };
  return { block: signBlock(withHeader(session.block, header, taken), request, facts), result, leftOut };

  async function tryTransaction(transaction: TypedTransaction, gasUsedBefore: bigint): Promise<Receipt> {
    if (!facts.config.recordRules) return runTransaction(session, transaction, gasUsedBefore);
    checkTransactionForm(transaction);
    const address = senderOf(transaction);
    checkSender(transaction, await participantAt(address), 'pool');
    await checkNonce(session, transaction);
    const uncharge = quota.charge(await payersOf(address, participantAt), transaction.gasLimit);
    try {
      const receipt = await runTransaction(session, transaction, gasUsedBefore);
      checkSucceeded(bytesToHex(transaction.hash()), receipt.status, 'pool');
      return receipt;
    } catch (error) {
      uncharge();
      throw error;
    }
  }
}

function signBlock(block: Block, request: BuildRequest, facts: ChainFacts): Block {
  const signature = request.sign(sealerDigest(block.header, facts.genesisHash));
  return withHeader(block, { ...headerDataOf(block), extraData: concatBytes(request.freeExtra, signature) }, block.transactions);
}

function headerDataOf(block: Block): HeaderData {
  const { header } = block;
  return {
    parentHash: header.parentHash,
    uncleHash: header.uncleHash,
    coinbase: header.coinbase,
    stateRoot: header.stateRoot,
    transactionsTrie: header.transactionsTrie,
    receiptTrie: header.receiptTrie,
    logsBloom: header.logsBloom,
    difficulty: header.difficulty,
    number: header.number,
    gasLimit: header.gasLimit,
    gasUsed: header.gasUsed,
    timestamp: header.timestamp,
    extraData: header.extraData,
    mixHash: header.mixHash,
    nonce: header.nonce,
  };
}

function withHeader(block: Block, header: HeaderData, transactions: readonly TypedTransaction[]): Block {
  const { common } = block;
  return new Block(createBlockHeader(header, { common }), [...transactions], [...block.uncleHeaders], undefined, { common });
}
