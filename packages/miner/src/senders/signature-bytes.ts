import { Capability, type TypedTransaction } from '@ethereumjs/tx';
import { bigIntToBytes, calculateSigRecovery, setLengthLeft } from '@ethereumjs/util';
import { SIGNATURE_BYTES } from './messages.ts';

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The rules refuse a high s from Homestead on (EIP-2), whatever key it has. */
export function hasLowS({ s }: TypedTransaction): boolean {
  return s !== undefined && s <= HALF_ORDER;
}

/** Writes what recovering the sender takes. False for a signature that the rules refuse, or may: it is left to them. */
export function writeSignature(transaction: TypedTransaction, into: Uint8Array, at: number): boolean {
  const { v, r, s } = transaction;
  if (v === undefined || r === undefined || s === undefined || r === 0n || s === 0n || r >= ORDER || !hasLowS(transaction)) return false;
  const chainId = transaction.supports(Capability.EIP155ReplayProtection) ? transaction.common.chainId() : undefined;
  const recovery = calculateSigRecovery(v, chainId);
  if (recovery !== 0n && recovery !== 1n) return false;
  into.set(transaction.getMessageToVerifySignature(), at);
  into.set(setLengthLeft(bigIntToBytes(r), 32), at + 32);
  into.set(setLengthLeft(bigIntToBytes(s), 32), at + 64);
  into[at + SIGNATURE_BYTES - 1] = Number(recovery);
  return true;
}
