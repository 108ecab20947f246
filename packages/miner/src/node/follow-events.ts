import { bytesToHex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import type { Chain } from '../chain/index.ts';
import type { Network } from '../network/index.ts';
import type { Sealer } from '../sealing/index.ts';
import { logHeadChange, type Metrics, short } from '../telemetry/index.ts';

export interface EventSources {
  readonly chain: Chain;
  readonly network: Network;
  readonly sealer: Sealer | undefined;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly coinbase: string | undefined;
}

/** Gossips sealed blocks, and turns what happens on the chain into log lines and counters. */
export function followEvents({ chain, network, sealer, metrics, log, coinbase }: EventSources): void {
  chain.onHead((change) => {
    metrics.blocksImported.inc(change.added.length);
    if (change.removed.length > 0) {
      metrics.reorgs.inc();
      metrics.reorgDepth.observe(change.removed.length);
    }
    logHeadChange(log, change, coinbase, network.syncing() !== undefined);
  });
  sealer?.onSealed(({ block, outcome }) => {
    metrics.blocksSealed.inc({ outcome });
    if (outcome === 'canonical' || outcome === 'side') network.announceBlock(block);
    const number = Number(block.header.number);
    const transactions = block.transactions.length;
    const hash = bytesToHex(block.hash());
    const end = outcome === 'canonical' ? '' : ` (${outcome}: another block was first)`;
    log.info(
      { event: 'chain.sealed', number, block: hash, transactions, outcome },
      `sealed block ${number} ${short(hash)}: ${transactions} transactions${end}`,
    );
  });
}
