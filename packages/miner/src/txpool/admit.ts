import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { gasLimitAt, ROLE } from '@medrec/shared/chain';
import { type Chain, type Clock, type Head, nowSeconds } from '../chain/index.ts';
import { checkSender, checkSucceeded, createQuotaLedger, payersOf } from '../consensus/index.ts';
import type { Executor } from '../execution/index.ts';
import type { FailureQuota } from './admission-rules/failures.ts';
import { checkGas } from './admission-rules/gas.ts';
import { checkNonce } from './admission-rules/nonce.ts';
import { checkReplaceable } from './admission-rules/replacement.ts';
import { succeedsAt } from './admission-rules/succeeds.ts';
import type { PoolLimits } from './limits.ts';
import type { SenderQueues, Standing } from './sender-queues.ts';

export interface AdmitDependencies {
  readonly chain: Chain;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly limits: PoolLimits;
  readonly failures: FailureQuota;
  readonly queues: SenderQueues;
}

export interface Admitted {
  readonly accountNonce: bigint;
  readonly standing: Standing;
}

/**
 * Admits at a head that is still the head afterwards: head and pool may change while state is read, and what was found out
 * holds for one of each only.
 * @returns also the hash that waits with the same nonce, which is the transaction's own when another call was faster
 */
export async function admitSteadily(
  transaction: TypedTransaction,
  sender: Hex,
  parts: AdmitDependencies,
): Promise<{ readonly admitted: Admitted; readonly waiting: Hex | undefined }> {
  const { chain, queues } = parts;
  const waitingNow = () => queues.queueOf(sender)?.entries.get(transaction.nonce)?.hash;
  for (;;) {
    const [head, waiting] = [chain.head(), waitingNow()];
    const admitted = await admitAt(head, transaction, sender, parts);
    if (chain.head().hash === head.hash && waitingNow() === waiting) return { admitted, waiting };
  }
}

/** The rules that need the head's state, cheapest first; changes nothing but the count of failures. @throws RuleError */
async function admitAt(head: Head, transaction: TypedTransaction, sender: Hex, parts: AdmitDependencies): Promise<Admitted> {
  const { chain, executor, limits, failures, queues } = parts;
  const config = chain.spec.config.medrec;
  const blockGasLimit = gasLimitAt(config, head.number + 1n);
  const participantAt = (address: Hex) => executor.participantAt(head.header.stateRoot, address);
  checkGas(transaction, blockGasLimit);
  const { role } = config.recordRules ? checkSender(transaction, await participantAt(sender), 'pool') : { role: ROLE.none };
  if (config.recordRules) failures.check(sender, role);

  const accountNonce = (await chain.accountAt(head.hash, sender))?.nonce ?? 0n;
  checkNonce(transaction.nonce, accountNonce, limits.maxPerSender);
  const payers = config.recordRules ? await payersOf(sender, participantAt) : [];
  if (config.recordRules) createQuotaLedger(config.quotas, blockGasLimit, 'pool').charge(payers, transaction.gasLimit);

  const succeeds = (tried: TypedTransaction) => succeedsAt(chain, executor, head, nowSeconds(parts.clock), tried, sender);
  const isNext = transaction.nonce === accountNonce;
  const first = queues.queueOf(sender)?.entries.get(transaction.nonce);
  if (first !== undefined && first.hash !== bytesToHex(transaction.hash())) {
    const fails = first.failedAt === head.hash || (isNext && !(await succeeds(first.transaction)));
    checkReplaceable(first.hash, fails);
  }
  // What stands behind other pooled transactions cannot be tried yet.
  if (isNext && config.recordRules) {
    const status = (await succeeds(transaction)) ? 1 : 0;
    if (status === 0) failures.count(sender);
    checkSucceeded(bytesToHex(transaction.hash()), status, 'pool');
  }
  const standing = { payer: payers.at(-1)?.address ?? sender, isInstitution: role === ROLE.provider || role === ROLE.lab };
  return { accountNonce, standing };
}
