import type { Hex } from '@medrec/shared/bytes';
import { isHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Chain } from '../../chain/index.ts';
import { MAX_STATUS_BYTES } from '../limits.ts';

const hash = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');
const integer = z
  .string()
  .regex(/^(0|[1-9]\d{0,77})$/)
  .transform(BigInt);

const status = z.strictObject({
  version: z.literal(1),
  genesisHash: hash,
  headHash: hash,
  number: integer,
  totalDifficulty: integer,
});

/** What a node says of itself on connection and every ten seconds. */
export type PeerStatus = z.infer<typeof status>;

export function ownStatus(chain: Pick<Chain, 'genesisHash' | 'head'>): PeerStatus {
  const head = chain.head();
  return { version: 1, genesisHash: chain.genesisHash, headHash: head.hash, number: head.number, totalDifficulty: head.totalDifficulty };
}

export function encodeStatus(value: PeerStatus): Uint8Array {
  const text = JSON.stringify({ ...value, number: value.number.toString(), totalDifficulty: value.totalDifficulty.toString() });
  return new TextEncoder().encode(text);
}

/** @throws RuleError `STATUS_MALFORMED` (penalise). */
export function decodeStatus(bytes: Uint8Array): PeerStatus {
  const parsed = status.safeParse(bytes.length <= MAX_STATUS_BYTES ? parseJson(bytes) : undefined);
  if (parsed.success) return parsed.data;
  throw new RuleError({
    code: 'STATUS_MALFORMED',
    message: 'The peer’s status has a wrong field.',
    verdict: 'penalise',
    facts: { field: parsed.error.issues[0]?.path.join('.') },
  });
}

/** JSON of a peer's bytes; undefined, which every schema refuses, when it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
