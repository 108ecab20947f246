import { z } from 'zod';
import { type Hex, isAddress, isHex } from '../bytes/index.ts';

export const address: z.ZodType<Hex> = z.custom<Hex>(isAddress, 'an address');
export const bytes32: z.ZodType<Hex> = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');
export const bytes: z.ZodType<Hex> = z.custom<Hex>((value) => isHex(value), '0x-prefixed hexadecimal');
export const seconds: z.ZodType<bigint> = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform((text) => BigInt(text));
export const url: z.ZodType<string> = z.url({ protocol: /^https?$/ }).max(256);
