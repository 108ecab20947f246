import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { ROLE, SEALER_FREE_BYTES } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { type Chain, type Clock, type Head, nowSeconds } from '../chain/index.ts';
import { OMMERS_LIMIT } from '../consensus/index.ts';
import type { BlockTemplate, Executor } from '../execution/index.ts';
import type { TxPool } from '../txpool/index.ts';
import type { SealerKey } from './types.ts';

export interface TemplateDependencies {
  readonly chain: Chain;
  readonly pool: TxPool;
  readonly executor: Executor;
  readonly key: SealerKey;
  readonly clock: Clock;
  /** At most 32 bytes of the lab's own. */
  readonly freeExtra: Uint8Array;
}

/**
 * A signed block on the head, complete but for its seal; an empty pool gives an empty block.
 * @throws MedrecError `SEALER_UNADMITTED` while the coinbase is no admitted lab at the head
 */
export async function buildTemplate(head: Head, takeOmmers: boolean, parts: TemplateDependencies): Promise<BlockTemplate> {
  const { chain, pool, executor, key } = parts;
  if (chain.spec.config.medrec.recordRules) await requireAdmitted(head, executor, key.address);
  const now = nowSeconds(parts.clock);
  const { timestamp } = head.header;
  const template = await executor.buildBlock({
    parent: head.header,
    timestamp: now > timestamp ? now : timestamp + 1n,
    coinbase: key.address,
    ommers: takeOmmers ? (await chain.ommerCandidates()).slice(0, OMMERS_LIMIT) : [],
    transactions: pool.ready().map(({ transaction }) => transaction),
    freeExtra: paddedExtra(parts.freeExtra),
    sign: key.sign,
  });
  for (const { hash, code } of template.leftOut) pool.reportLeftOut(hash, code);
  return template;
}

async function requireAdmitted(head: Head, executor: Executor, address: Hex): Promise<void> {
  const lab = await executor.participantAt(head.header.stateRoot, address);
  if (lab?.role === ROLE.lab && lab.active) return;
  throw new MedrecError({
    code: 'SEALER_UNADMITTED',
    message: 'The coinbase is no admitted lab at the head, so no node would take its blocks.',
    facts: { coinbase: address, head: head.hash, role: lab?.role, active: lab?.active },
    remedy: 'Ask the providers to admit the lab, or wait until the node has synced to the block that did.',
  });
}

/** @throws MedrecError `FREE_EXTRA_LENGTH` */
export function paddedExtra(freeExtra: Uint8Array): Uint8Array {
  if (freeExtra.length > SEALER_FREE_BYTES) {
    throw new MedrecError({
      code: 'FREE_EXTRA_LENGTH',
      message: 'The lab’s own part of extraData is too long.',
      facts: { extra: bytesToHex(freeExtra), bytes: freeExtra.length, maxBytes: SEALER_FREE_BYTES },
    });
  }
  const padded = new Uint8Array(SEALER_FREE_BYTES);
  padded.set(freeExtra);
  return padded;
}
