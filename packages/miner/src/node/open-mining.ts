import type { Hex } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Network } from '../network/index.ts';
import type { SealerView } from '../rpc/index.ts';
import { createSealer, type Sealer, sealerKeyFrom } from '../sealing/index.ts';
import { createOfferOrder } from '../txpool/index.ts';
import { createMiningControl } from './mining-control.ts';
import type { OpenChain } from './open-chain.ts';
import type { NodeOptions } from './options.ts';
import { quietLog } from './quiet-log.ts';
import { reportMining } from './report-mining.ts';
import { createSealerView } from './sealer-view.ts';
import { createSealingHold } from './sealing-hold.ts';

/** A lab's mining on an open chain. */
export interface Mining {
  /** The coinbase. */
  readonly address: Hex;
  readonly sealer: Sealer;
  readonly view: SealerView;
  /** Waits for the first sync, then mines if it is wanted. */
  startWhenSynced(network: Pick<Network, 'peers' | 'syncing'>, hasPeers: boolean): void;
  stop(): Promise<void>;
}

/** @param privateKey the lab's */
export function openMining(opened: OpenChain, options: NodeOptions, privateKey: Hex, log: Logger): Mining {
  const { chain, pool, executor, ethash, spec } = opened;
  const key = sealerKeyFrom(privateKey);
  const sealer = createSealer({
    ...{ chain, pool, executor, key, ethash, threads: options.threads, intensityPercent: options.intensity, log: quietLog(log) },
    ethashSizes: spec.config.medrec.ethash,
    ...(options.ethashDir === undefined ? {} : { datasetDir: options.ethashDir }),
  });
  const order = options.order === 'offers' ? createOfferOrder({ chain, executor, pool, lab: key.address, nowMs: Date.now }) : undefined;
  pool.orderBy(order);
  const hold = createSealingHold();
  const control = createMiningControl(sealer, options.mine);
  const view = createSealerView({ coinbase: key.address, sealer, control, isSwitchedOff: !options.mine, holdReason: hold.reason });
  let endReport: (() => void) | undefined;
  return {
    address: key.address,
    sealer,
    view,
    startWhenSynced(network, hasPeers) {
      endReport = reportMining(sealer, log);
      hold.release(network, hasPeers, () => {
        control.release().catch((error: unknown) => log.error({ err: asMedrecError(error) }, 'mining could not begin'));
      });
    },
    async stop() {
      hold.cancel();
      order?.stop();
      endReport?.();
      await control.close();
    },
  };
}
