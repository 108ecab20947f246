import type { StratumRequest } from './messages.ts';

/** A solution as a line has it; which job it is for is said by id or by the seal hash. */
export interface DecodedSubmission {
  readonly job: { readonly id: string } | { readonly sealHash: string };
  /** 8 bytes. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mixHash: Uint8Array | undefined;
}

const NONCE_DIGITS = 16;
const HASH_DIGITS = 64;

/**
 * `eth_submitWork [nonce, header, mix]`, `mining.submit [user, job, nonce, header, mix]`, or EthereumStratum's
 * `mining.submit [user, job, nonce without the extranonce]`. They are told apart by the number of parameters, because some
 * miners subscribe in one dialect and submit in the other.
 * @returns undefined for anything else
 */
export function decodeSubmission({ method, params }: StratumRequest, extranonce: string): DecodedSubmission | undefined {
  const isEthProxy = method === 'eth_submitWork';
  const [nonce, header, mix] = isEthProxy ? params : params.slice(2);
  if (isEthProxy || params.length >= 5) {
    const [nonceDigits, sealHash, mixDigits] = [digitsOf(nonce), digitsOf(header), digitsOf(mix)];
    if (nonceDigits === undefined || nonceDigits.length > NONCE_DIGITS) return undefined;
    if (sealHash?.length !== HASH_DIGITS || mixDigits?.length !== HASH_DIGITS) return undefined;
    const whole = nonceDigits.padStart(NONCE_DIGITS, '0');
    if (!whole.startsWith(extranonce)) return undefined;
    return { job: { sealHash }, nonce: bytesOf(whole), mixHash: bytesOf(mixDigits) };
  }
  const [id, digits] = [params[1], digitsOf(params[2])];
  if (id === undefined || digits === undefined) return undefined;
  // A whole nonce is taken too, if it begins as it must: some miners send it so.
  const whole = digits.length === NONCE_DIGITS ? digits : extranonce + digits;
  if (whole.length !== NONCE_DIGITS || !whole.startsWith(extranonce)) return undefined;
  return { job: { id: id.toLowerCase().replace(/^0x/, '') }, nonce: bytesOf(whole), mixHash: undefined };
}

function digitsOf(text: string | undefined): string | undefined {
  const digits = text?.toLowerCase().replace(/^0x/, '');
  return digits !== undefined && /^[0-9a-f]+$/.test(digits) ? digits : undefined;
}

/** @param digits hexadecimal, without 0x */
export function bytesOf(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex'));
}
