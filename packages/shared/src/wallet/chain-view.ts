import type { Hex } from '../bytes/index.ts';
import { PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS, SUMMARY_ADDRESS } from '../chain/index.ts';
import type { BlockTag, NodeClient } from '../client/index.ts';
import { permissionsAbi, readContract, registrarAbi, relationshipsAbi, summaryAbi } from '../contracts/index.ts';

/** Relationship states and record statuses as the contracts number them. */
export const RELATIONSHIP_STATES = ['none', 'proposed', 'accepted', 'paused', 'ended'] as const;
export const RECORD_STATUSES = ['none', 'new', 'pending', 'acknowledged'] as const;

// The contract reads that the wallet's commands share; each asks the node once.

export function everIdOf({ call }: NodeClient, account: Hex): Promise<Hex> {
  return readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'everIdOf', [account]);
}

export function participant({ call }: NodeClient, id: Hex) {
  return readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'participant', [id]);
}

export function hostOf({ call }: NodeClient, id: Hex): Promise<string> {
  return readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'hostOf', [id]);
}

export function relationshipOf({ call }: NodeClient, relationship: Hex) {
  return readContract(call, RELATIONSHIPS_ADDRESS, relationshipsAbi, 'relationshipOf', [relationship]);
}

export function rootOf({ call }: NodeClient, relationship: Hex, index: number, blockTag: BlockTag): Promise<Hex> {
  return readContract((to, data) => call(to, data, blockTag), RELATIONSHIPS_ADDRESS, relationshipsAbi, 'rootOf', [relationship, index]);
}

export function statusOf({ call }: NodeClient, relationship: Hex) {
  return readContract(call, SUMMARY_ADDRESS, summaryAbi, 'statusOf', [relationship]);
}

export function censusConsentOf({ call }: NodeClient, relationship: Hex): Promise<number> {
  return readContract(call, PERMISSIONS_ADDRESS, permissionsAbi, 'censusConsentOf', [relationship]);
}

export function grantOf({ call }: NodeClient, relationship: Hex, commitment: Hex) {
  return readContract(call, PERMISSIONS_ADDRESS, permissionsAbi, 'grantOf', [relationship, commitment]);
}
