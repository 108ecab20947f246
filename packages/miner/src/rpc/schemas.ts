import { type Hex, isAddress, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';

const MAX_ALTERNATIVES = 1000;

export const bytes: z.ZodType<Hex> = z.custom<Hex>((value) => isHex(value), '0x-prefixed whole bytes');
export const hash: z.ZodType<Hex> = z
  .custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal')
  .transform((value) => value.toLowerCase() as Hex);
/** A seal's nonce. */
export const nonce: z.ZodType<Hex> = z.custom<Hex>((value) => isHex(value, 8), '8 bytes as 0x-prefixed hexadecimal');
/** A name of a client's own. */
export const text: z.ZodType<string> = z.string().max(256);
export const address: z.ZodType<Hex> = z
  .custom<Hex>((value) => isAddress(value), 'an address')
  .transform((value) => value.toLowerCase() as Hex);
export const quantity: z.ZodType<bigint> = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/, 'a 0x-prefixed quantity')
  .transform((text) => BigInt(text));
export const index: z.ZodType<number> = quantity.pipe(z.bigint().max(0xffff_ffffn)).transform(Number);

export type BlockTag = 'latest' | 'pending' | 'earliest' | 'safe' | 'finalized' | bigint | { readonly blockHash: Hex };

/** A tag, a number, or EIP-1898's object; `latest` when it is left out. */
export const blockTag: z.ZodType<BlockTag> = z
  .union([
    z.enum(['latest', 'pending', 'earliest', 'safe', 'finalized']),
    quantity,
    z.object({ blockHash: hash }).transform(({ blockHash }) => ({ blockHash })),
    z.object({ blockNumber: quantity }).transform(({ blockNumber }) => blockNumber),
  ])
  .optional()
  .transform((tag) => tag ?? 'latest');

/** `input` is the newer name of `data`. Prices and values are read by nobody: there is no ether. */
export const callRequest = z
  .looseObject({
    from: address.optional(),
    to: address.optional(),
    data: bytes.optional(),
    input: bytes.optional(),
    gas: quantity.optional(),
  })
  .transform(({ from, to, data, input, gas }) => {
    const payload = input ?? data;
    return {
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(payload ? { data: payload } : {}),
      ...(gas !== undefined ? { gas } : {}),
    };
  });

const oneOrMany = <T>(schema: z.ZodType<T>): z.ZodType<readonly T[]> =>
  z.union([schema.transform((value) => [value]), z.array(schema).max(MAX_ALTERNATIVES)]);

export const logFilter = z
  .looseObject({
    fromBlock: blockTag,
    toBlock: blockTag,
    blockHash: hash.optional(),
    address: oneOrMany(address).nullish(),
    topics: z.array(oneOrMany(hash).nullable()).max(4).nullish(),
  })
  .transform((filter) => ({
    fromBlock: filter.fromBlock,
    toBlock: filter.toBlock,
    blockHash: filter.blockHash,
    addresses: filter.address ?? [],
    topics: (filter.topics ?? []).map((alternatives) => alternatives ?? []),
  }));

export type LogFilter = z.output<typeof logFilter>;

/** Positional parameters; ones that are left out at the end count as undefined, `null` as left out. */
export function positional<T extends readonly z.ZodType[]>(...schemas: T): z.ZodType<{ [K in keyof T]: z.output<T[K]> }> {
  const padded = z.array(z.unknown()).max(schemas.length).optional();
  return padded
    .transform((values) => schemas.map((_, at) => values?.[at] ?? undefined))
    .pipe(z.tuple(schemas as unknown as [z.ZodType, ...z.ZodType[]])) as unknown as z.ZodType<{ [K in keyof T]: z.output<T[K]> }>;
}

export const none: z.ZodType<unknown> = z.array(z.unknown()).max(0).optional();
/** Of a method that reads none, whatever its callers may send along. */
export const ignored: z.ZodType<unknown> = z.unknown();
