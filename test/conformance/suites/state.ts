import { createBlock } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import { createTx, type TypedTransaction } from '@ethereumjs/tx';
import { Account } from '@ethereumjs/util';
import { decodeTransaction } from '@medrec/miner/consensus';
import { bytesToHex, type Hex, hexToBytes, keccak } from '@medrec/shared/bytes';
import { z } from 'zod';
import { genesisState } from '../../../packages/miner/src/execution/genesis.ts';
import { runTransaction } from '../../../packages/miner/src/execution/run-transaction.ts';
import { openSession, type Session } from '../../../packages/miner/src/execution/session.ts';
import { createMemoryState } from '../../../packages/miner/src/execution/state/index.ts';
import type { Receipt } from '../../../packages/miner/src/execution/types.ts';
import { ethereumSpec } from '../ethereum-spec.ts';
import { bytesOf, hexOf, numberOf, quantityOf, wordOf } from '../hex.ts';
import { impossibleState } from '../impossible-state.ts';
import { type CaseResult, compare, describe, failed, firstOf, type Outcome } from '../outcome.ts';
import { commonOf, laterThanBerlin } from '../rules.ts';

const text = z.string();
const account = z.looseObject({ balance: text, nonce: text, code: text, storage: z.record(text, text) });
const accessList = z.array(z.looseObject({ address: text, storageKeys: z.array(text) }));

const expectation = z.looseObject({
  hash: text,
  logs: text,
  indexes: z.looseObject({ data: z.number(), gas: z.number(), value: z.number() }),
  txbytes: text.optional(),
  expectException: text.optional(),
});

/** One file of GeneralStateTests holds many transactions: each combination of data, gas limit and value, at each fork. */
export const stateCase = z.looseObject({
  env: z.looseObject({
    currentCoinbase: text,
    currentDifficulty: text.optional(),
    currentGasLimit: text,
    currentNumber: text,
    currentTimestamp: text,
  }),
  pre: z.record(text, account),
  transaction: z.looseObject({
    data: z.array(text),
    gasLimit: z.array(text),
    value: z.array(text),
    gasPrice: text.optional(),
    nonce: text,
    to: text,
    secretKey: text,
    accessLists: z.array(accessList.nullable()).optional(),
  }),
  post: z.record(text, z.array(expectation)),
});

type StateCase = z.infer<typeof stateCase>;
type Expectation = z.infer<typeof expectation>;

/** Each transaction alone on its state: no block is imported, so this runs the executor from its middle. */
export async function runStateCase(name: string, value: unknown): Promise<CaseResult[]> {
  const test = stateCase.parse(value);
  const results: CaseResult[] = [];
  for (const [fork, expectations] of Object.entries(test.post)) {
    for (const expected of expectations) {
      const { data, gas, value: amount } = expected.indexes;
      const outcome =
        impossibleState(name, test.pre) ??
        (await runOne(test, fork, expected).catch((error: unknown) => failed('a result', describe(error))));
      results.push({ fork, name: `${name} data ${data} gas ${gas} value ${amount}`, outcome });
    }
  }
  return results;
}

async function runOne(test: StateCase, fork: string, expected: Expectation): Promise<Outcome> {
  const common = commonOf(fork);
  if (!common) return laterThanBerlin(fork);
  const session = await open(test, common);
  let receipt: Receipt | undefined;
  let refused = '';
  try {
    receipt = await runTransaction(session, transactionOf(test, expected, common), 0n);
  } catch (error) {
    refused = describe(error);
  }
  if (receipt && expected.expectException !== undefined) return failed(`a refusal: ${expected.expectException}`, 'executed');
  if (!receipt && expected.expectException === undefined) return failed('executed', refused);
  await touchCoinbase(session);
  const logs = (receipt?.logs ?? []).map((log) => [
    hexToBytes(log.address),
    log.topics.map((topic) => hexToBytes(topic)),
    hexToBytes(log.data),
  ]);
  return firstOf(
    compare('logs hash', hexOf(expected.logs), bytesToHex(keccak(RLP.encode(logs)))),
    compare('state root', hexOf(expected.hash), bytesToHex(session.state.finish().stateRoot)),
  );
}

/** The suite's blocks pay no reward, and pay it to the coinbase all the same. */
async function touchCoinbase({ vm, state, block }: Session): Promise<void> {
  const { coinbase } = block.header;
  await vm.evm.journal.putAccount(coinbase, (await state.getAccount(coinbase)) ?? new Account());
  await vm.evm.journal.cleanup();
}

async function open({ env, pre }: StateCase, common: Common): Promise<Session> {
  const genesis = genesisState(ethereumSpec({}, undefined, pre).alloc);
  const nodes = createMemoryState();
  nodes.keep(genesis);
  const number = numberOf(env.currentNumber);
  const header = {
    number,
    parentHash: blockHashOf(number - 1n),
    coinbase: hexOf(env.currentCoinbase),
    difficulty: quantityOf(env.currentDifficulty ?? '0x20000'),
    gasLimit: quantityOf(env.currentGasLimit),
    timestamp: quantityOf(env.currentTimestamp),
  };
  const block = createBlock({ header }, { common, setHardfork: true });
  return openSession({ nodes, stateRoot: genesis.stateRoot, block, ancestorHash: async (_, ancestor) => blockHashOf(ancestor) });
}

/** There is no chain behind the block: the hash of the number's digits stands for each ancestor's. */
function blockHashOf(number: bigint): Uint8Array {
  return keccak(new TextEncoder().encode(`${number}`));
}

function transactionOf({ transaction }: StateCase, { indexes, txbytes }: Expectation, common: Common): TypedTransaction {
  if (txbytes !== undefined) return decodeTransaction(bytesOf(txbytes), common);
  const list = transaction.accessLists?.[indexes.data];
  const fields = {
    nonce: quantityOf(transaction.nonce),
    gasPrice: quantityOf(transaction.gasPrice ?? '0x0'),
    gasLimit: quantityOf(transaction.gasLimit[indexes.gas] ?? '0x0'),
    value: quantityOf(transaction.value[indexes.value] ?? '0x0'),
    data: hexOf(transaction.data[indexes.data] ?? '0x'),
    ...(transaction.to === '' ? {} : { to: hexOf(transaction.to) }),
  };
  const entries = list?.map((entry): { address: Hex; storageKeys: Hex[] } => ({
    address: hexOf(entry.address),
    storageKeys: entry.storageKeys.map(wordOf),
  }));
  const unsigned = entries ? createTx({ ...fields, type: 1, chainId: 1, accessList: entries }, { common }) : createTx(fields, { common });
  return unsigned.sign(bytesOf(transaction.secretKey));
}
