import type { TypedTransaction } from '@ethereumjs/tx';
import { decodeTransaction } from '@medrec/miner/consensus';
import { bytesToHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { senderOf } from '../../../packages/miner/src/txpool/admission-rules/decode.ts';
import { checkGas } from '../../../packages/miner/src/txpool/admission-rules/gas.ts';
import { bytesOf, hexOf, numberOf } from '../hex.ts';
import { type CaseResult, compare, describe, failed, firstOf, type Outcome, PASSED } from '../outcome.ts';
import { commonOf, laterThanBerlin } from '../rules.ts';

/** What a fork makes of the transaction; in the older layout the fork's object is empty where it is invalid. */
const verdict = z.looseObject({
  hash: z.string().optional(),
  sender: z.string().optional(),
  intrinsicGas: z.string().optional(),
  exception: z.string().optional(),
});

export const transactionCase = z.looseObject({ txbytes: z.string(), result: z.record(z.string(), verdict) });
/** ethereum/tests before 2021: the forks stand beside the bytes. */
export const olderTransactionCase = z.looseObject({ rlp: z.string() });

/** No block has so much gas: the suite's gas limits go up to it. */
const ANY_GAS = 2n ** 64n;

/** One case: for each fork what the transaction pool makes of the bytes. */
export function runTransactionCase(name: string, value: unknown): CaseResult[] {
  const { bytes, forks } = read(value);
  return Object.entries(forks).map(([fork, expected]) => ({ fork, name, outcome: runFork(fork, bytes, expected) }));
}

function read(value: unknown): { bytes: string; forks: Record<string, z.infer<typeof verdict>> } {
  const newer = transactionCase.safeParse(value);
  if (newer.success) return { bytes: newer.data.txbytes, forks: newer.data.result };
  const { rlp, _info, ...forks } = olderTransactionCase.parse(value);
  return { bytes: rlp, forks: z.record(z.string(), verdict).parse(forks) };
}

function runFork(fork: string, bytes: string, expected: z.infer<typeof verdict>): Outcome {
  const common = commonOf(fork);
  if (!common) return laterThanBerlin(fork);
  const isValid = expected.exception === undefined && expected.hash !== undefined;
  let transaction: TypedTransaction;
  let sender: string;
  try {
    transaction = decodeTransaction(bytesOf(bytes), common);
    sender = senderOf(transaction);
    checkGas(transaction, ANY_GAS);
  } catch (error) {
    return isValid ? failed('a valid transaction', describe(error)) : PASSED;
  }
  if (!isValid) return failed(`a refusal: ${expected.exception ?? 'invalid'}`, `a valid transaction from ${sender}`);
  return firstOf(
    compare('hash', hexOf(expected.hash ?? ''), bytesToHex(transaction.hash())),
    expected.sender === undefined ? PASSED : compare('sender', hexOf(expected.sender), sender),
    expected.intrinsicGas === undefined ? PASSED : compare('intrinsic gas', numberOf(expected.intrinsicGas), transaction.getIntrinsicGas()),
  );
}
