import type { BlockHeader } from '@ethereumjs/block';
import { gasLimitAt, type MedrecConfig } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';

// Ethereum's bounds, in force only when the record rules are off (yellow paper, equations 47–48).
const BOUND_DIVISOR = 1024n;
const SMALLEST = 5000n;
const LARGEST = 2n ** 63n - 1n;

/** GAS_LIMIT: the spec's at that height; sealers must not steer the network's capacity. */
export function checkGasLimit(header: BlockHeader, parent: BlockHeader, config: MedrecConfig): void {
  const expected = config.recordRules ? gasLimitAt(config, header.number) : undefined;
  const ok = expected === undefined ? isWithinBounds(header.gasLimit, parent.gasLimit) : header.gasLimit === expected;
  if (ok) return;
  throw new RuleError({
    code: 'GAS_LIMIT',
    verdict: 'penalise',
    message: 'The block’s gas limit is not the one in force.',
    facts: { number: header.number, gasLimit: header.gasLimit, expected, parentGasLimit: parent.gasLimit },
  });
}

function isWithinBounds(gasLimit: bigint, parent: bigint): boolean {
  const change = gasLimit > parent ? gasLimit - parent : parent - gasLimit;
  return change < parent / BOUND_DIVISOR && gasLimit >= SMALLEST && gasLimit <= LARGEST;
}
