import type { Hex } from '../bytes/index.ts';
import { PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS } from '../chain/index.ts';
import type { NodeClient } from '../client/index.ts';
import { decodeEvents, eventTopic, permissionsAbi, registrarAbi, relationshipsAbi } from '../contracts/index.ts';

// The event searches that the wallet's commands share; each reads the node's logs from the first block on.

export interface RecordChange {
  readonly index: number;
  readonly root: Hex;
  readonly locator: Hex;
  readonly update: bigint;
  readonly block: bigint;
}

export interface GrantEvent {
  readonly commitment: Hex;
  /** Unix seconds. */
  readonly start: bigint;
  /** Unix seconds; 0n = no end. */
  readonly end: bigint;
  readonly condition: number;
  readonly block: bigint;
}

/** The address with which a participant entered; undefined when the chain has no such id. */
export async function firstAccountOf(client: NodeClient, id: Hex): Promise<Hex | undefined> {
  const topics = [eventTopic(registrarAbi, 'ParticipantRegistered'), id];
  const [entered] = decodeEvents(registrarAbi, await client.logs({ address: REGISTRAR_ADDRESS, topics }));
  return entered?.name === 'ParticipantRegistered' ? entered.args.account : undefined;
}

/** In block order; the last of an index is what the chain holds now. */
export async function recordChanges(client: NodeClient, relationship: Hex): Promise<RecordChange[]> {
  const topics = [eventTopic(relationshipsAbi, 'RecordSet'), addressTopic(relationship)];
  const events = decodeEvents(relationshipsAbi, await client.logs({ address: RELATIONSHIPS_ADDRESS, topics }));
  return events.flatMap((event) => {
    if (event.name !== 'RecordSet') return [];
    const { index, root, locator, update } = event.args;
    return [{ index, root, locator, update, block: event.log.blockNumber }];
  });
}

/** Every grant ever made on the relationship; whether it still stands is `grantOf`'s to say. */
export async function grantsMade(client: NodeClient, relationship: Hex): Promise<GrantEvent[]> {
  const topics = [eventTopic(permissionsAbi, 'Granted'), addressTopic(relationship)];
  const events = decodeEvents(permissionsAbi, await client.logs({ address: PERMISSIONS_ADDRESS, topics }));
  return events.flatMap((event) => {
    if (event.name !== 'Granted') return [];
    const { commitment, start, end, condition } = event.args;
    return [{ commitment, start, end, condition, block: event.log.blockNumber }];
  });
}

function addressTopic(account: Hex): Hex {
  return `0x${account.slice(2).toLowerCase().padStart(64, '0')}`;
}
