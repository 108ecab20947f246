import { type Hex, hexToBytes, keccak } from '@medrec/shared/bytes';
import type { RpcLog } from './format/log.ts';
import type { LogCriteria } from './types.ts';

export function matchesLog(log: Pick<RpcLog, 'address' | 'topics'>, { addresses, topics }: LogCriteria): boolean {
  if (addresses.length > 0 && !addresses.includes(log.address.toLowerCase() as Hex)) return false;
  return topics.every((alternatives, at) => {
    if (alternatives.length === 0) return true;
    const topic = log.topics[at];
    return topic !== undefined && alternatives.includes(topic.toLowerCase() as Hex);
  });
}

/**
 * False only when no log of the block's transactions can match (Ethereum's 2048-bit bloom). System logs are derived data
 * and in no bloom: they are always looked at.
 */
export function bloomMayMatch(bloom: Uint8Array, { addresses, topics }: LogCriteria): boolean {
  const anyOf = (values: readonly Hex[]): boolean => values.length === 0 || values.some((value) => bloomHas(bloom, value));
  return anyOf(addresses) && topics.every(anyOf);
}

/** Three bits of the value's hash, eleven bits of address each, counted from the bloom's last byte (yellow paper, 4.3.1). */
function bloomHas(bloom: Uint8Array, value: Hex): boolean {
  const digest = keccak(hexToBytes(value));
  return [0, 2, 4].every((at) => {
    const bit = (((digest[at] ?? 0) << 8) | (digest[at + 1] ?? 0)) & 0x7ff;
    return ((bloom[255 - (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0;
  });
}
