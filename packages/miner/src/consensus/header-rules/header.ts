import type { BlockHeader } from '@ethereumjs/block';
import type { MedrecConfig } from '@medrec/shared/chain';
import { checkDifficulty } from './difficulty.ts';
import { checkExtraData } from './extra-data.ts';
import { checkGasLimit } from './gas-limit.ts';
import { checkGasUsed } from './gas-used.ts';
import { checkParent } from './parent.ts';
import { checkTimestamp } from './timestamp.ts';

/**
 * The rules that a header and its parent decide alone, cheapest first; an ommer obeys them too.
 * The clock (`checkFuture`), the seal (`checkSeal`) and the sealer's signature are checked by the caller.
 * @throws RuleError
 */
export function checkHeader(header: BlockHeader, parent: BlockHeader, config: MedrecConfig): void {
  checkParent(header, parent);
  checkTimestamp(header, parent);
  checkExtraData(header, config);
  checkGasLimit(header, parent, config);
  checkGasUsed(header);
  checkDifficulty(header, parent, config);
}
