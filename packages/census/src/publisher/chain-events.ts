import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { censusAbi, decodeEvents, eventTopic, permissionsAbi, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import type { HospitalChain } from './ports.ts';

/** `OfferRecorded`'s outcome for an offer that funded a new release. */
const FUNDED = 1;

/** What the hospital follows in the contracts' events, block range by block range. */
export function createChainEvents(client: NodeClient): Pick<HospitalChain, 'fundedIn' | 'consentsIn' | 'statesIn' | 'rotationsIn'> {
  return {
    async fundedIn(providerId, fromBlock, toBlock) {
      const topics = [eventTopic(censusAbi, 'OfferRecorded'), providerId];
      const logs = await client.logs({ address: CENSUS_ADDRESS, topics, fromBlock, toBlock });
      return decodeEvents(censusAbi, logs).flatMap((event) =>
        event.name === 'OfferRecorded' && event.args.outcome === FUNDED ? [{ product: event.args.product, epoch: event.args.epoch }] : [],
      );
    },
    async consentsIn(fromBlock, toBlock) {
      const topics = [eventTopic(permissionsAbi, 'CensusConsentSet')];
      const logs = await client.logs({ address: PERMISSIONS_ADDRESS, topics, fromBlock, toBlock });
      return decodeEvents(permissionsAbi, logs).flatMap((event) =>
        event.name === 'CensusConsentSet' ? [{ ...event.args, block: event.log.blockNumber }] : [],
      );
    },
    async statesIn(fromBlock, toBlock) {
      const topics = [eventTopic(relationshipsAbi, 'RelationshipStateChanged')];
      const logs = await client.logs({ address: RELATIONSHIPS_ADDRESS, topics, fromBlock, toBlock });
      return decodeEvents(relationshipsAbi, logs).flatMap((event) =>
        event.name === 'RelationshipStateChanged' ? [{ ...event.args, block: event.log.blockNumber }] : [],
      );
    },
    async rotationsIn(fromBlock, toBlock) {
      const topics = [eventTopic(registrarAbi, 'Rotated')];
      const logs = await client.logs({ address: REGISTRAR_ADDRESS, topics, fromBlock, toBlock });
      return decodeEvents(registrarAbi, logs).flatMap((event) =>
        event.name === 'Rotated' ? [{ oldAccount: event.args.oldAccount as Hex, newAccount: event.args.newAccount as Hex }] : [],
      );
    },
  };
}
