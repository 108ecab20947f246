import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS } from '@medrec/shared/chain';
import type { HospitalChain, Transactions } from './ports.ts';

const GAS_MARGIN_PERCENT = 25n;

/** Sends each of the census's transactions once; a lost one may be sent again, if the chain still wants it. */
export interface OnceSender {
  isOnItsWay(name: string): boolean;
  /** Does nothing while one of that name is on its way. */
  send(name: string, label: string, data: Hex): Promise<void>;
}

export function createOnceSender(chain: HospitalChain, transactions: Transactions): OnceSender {
  const onTheirWay = new Set<string>();
  return {
    isOnItsWay: (name) => onTheirWay.has(name),
    async send(name, label, data) {
      if (onTheirWay.has(name)) return;
      onTheirWay.add(name);
      const forget = (): boolean => onTheirWay.delete(name);
      try {
        const gas = await transactions.estimate({ to: CENSUS_ADDRESS, data });
        const sent = await transactions.send({ to: CENSUS_ADDRESS, data, gasLimit: gas + (gas * GAS_MARGIN_PERCENT) / 100n, label });
        void sent.wait(Number(chain.confirmations)).then(forget, forget);
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}
