import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { type ProductDefinition, parseProductDefinition } from '../census/index.ts';
import type { AccessScope } from '../records/index.ts';
import { address, bytes, bytes32 } from './node-schemas.ts';
import { plainText } from './plain-text.ts';

// The gatekeeper's answers (docs/protocol.md, "Gatekeeper's HTTP API"), with limits on what a hostile one may send.

const decimal = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform((text) => BigInt(text));
const shown = z.string().max(1000).transform(plainText);
const seconds = z.int().nonnegative();
const position = z.int().min(0).max(0xffff_ffff);
const product = z.unknown().transform((value): ProductDefinition => parseProductDefinition(value));

export const providerAnswer = z.object({
  providerId: bytes32,
  account: address,
  encryptionKey: bytes32,
  chainId: z.int().positive(),
  genesisHash: bytes32,
  products: z.array(product).max(256),
});

export const enrollAnswer = z.object({ relationship: address });

export const readAnswer = z.object({
  relationship: address,
  /** Which of the relationship's pointers. */
  index: position,
  root: bytes32,
  /** 16 bytes: what the pointer's encrypted locator opens to. */
  handle: bytes.refine((value) => value.length === 34, '16 bytes'),
  leafCount: z.int().positive().max(0xffff_ffff),
  /** The head in whose state the gatekeeper saw this root. */
  block: decimal,
  resources: z
    .array(z.object({ leaf: position, salt: bytes32, siblings: z.array(bytes32).max(32), resource: z.record(z.string(), z.unknown()) }))
    .max(1_000_000),
});

export const revokeAnswer = z.object({ relationship: address, commitment: bytes32, revokedAt: seconds });

export const accessLogAnswer = z.object({
  entries: z
    .array(
      z.object({
        at: seconds,
        viewer: address,
        action: z.string().max(128),
        outcome: z.enum(['allowed', 'refused']),
        code: z.string().max(64).optional(),
        resources: z.int().nonnegative().optional(),
      }),
    )
    .max(100_000),
});

export const censusLogAnswer = z.object({
  entries: z.array(z.object({ releaseKey: bytes32, product: bytes32, epoch: decimal, at: seconds })).max(100_000),
});

export const errorAnswer = z.object({
  error: z.object({
    code: z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/),
    message: shown,
    facts: z.record(shown, z.union([shown, z.number(), z.boolean(), z.null()])).optional(),
    remedy: shown.optional(),
  }),
});

export type ProviderInfo = z.infer<typeof providerAnswer>;
export type RecordAnswer = z.infer<typeof readAnswer>;
export type AccessLogEntry = z.infer<typeof accessLogAnswer>['entries'][number];
export type CensusLogEntry = z.infer<typeof censusLogAnswer>['entries'][number];

/** What a patient with an invitation sends: her consent has role 3, the provider's account as sponsor, and accepts. */
export interface EnrollRegistration {
  readonly account: Hex;
  readonly commitment: Hex;
  readonly encryptionKey: Hex;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly consent: Hex;
}

/** A grant's preimage, which a viewer shows to the gatekeeper only. */
export interface GrantPreimage {
  readonly scope: AccessScope;
  readonly salt: Hex;
}
