import { randomBytes } from 'node:crypto';
import { getAddress } from 'ethers';
import { bytesToHex, type Hex, isAddress } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { Circle } from './recovery-kit.ts';

/** Members with commas and how many of them must agree (a majority by default). @throws MedrecError `OPTION_INVALID`. */
export function parseCircle(option: string, text: string | undefined, threshold: number | undefined): Circle | undefined {
  if (text === undefined) return undefined;
  const members = text.split(',').map((member) => parseAddress(option, member.trim()));
  const needed = threshold ?? Math.floor(members.length / 2) + 1;
  if (new Set(members).size !== members.length) throw invalid(option, 'somebody is named twice');
  if (needed < 1 || needed > members.length) throw invalid(option, `the threshold is between 1 and ${members.length}`);
  return { members, threshold: needed, salt: bytesToHex(randomBytes(32)) };
}

/** Lower case; a mixed-case address must have its EIP-55 checksum. @throws MedrecError `OPTION_INVALID`. */
export function parseAddress(option: string, text: string): Hex {
  if (!isAddress(text)) throw invalid(option, 'not an address');
  try {
    return getAddress(text).toLowerCase() as Hex;
  } catch (cause) {
    throw invalid(option, 'the address has a wrong checksum', cause);
  }
}

function invalid(option: string, reason: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'OPTION_INVALID',
    message: `${option}: ${reason}.`,
    facts: { option },
    cause,
    remedy: 'People find their address with `medrec-wallet address`.',
  });
}
