import { bytesToHex, concatBytes, type Hex, hexToBytes, keccak } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import { registrarSlots } from './generated/Registrar.ts';

const WORD_BYTES = 32;

/** A participant as it lies in the Registrar's storage. */
export interface StoredParticipant {
  /** Current address; the zero address when there is no such participant. */
  readonly account: Hex;
  /** `ROLE`'s number. */
  readonly role: number;
  readonly active: boolean;
  /** Block number of admission. */
  readonly since: bigint;
  /** The participant whose quota pays; a provider's or lab's own id. */
  readonly sponsorId: Hex;
}

/**
 * Reads the Registrar without the EVM, for record rules that run before a block's execution. An account is active when
 * `participantAt(idAt(account))` is active *and* names that account: after a rotation the old address still leads to the id.
 */
export const registrarStorage = { idSlot, participantSlots, decodeParticipant, seatsSlot, decodeSeats };

/** Storage key (32 bytes) of the participant id of an address. */
function idSlot(account: Hex): Uint8Array {
  return keccak(concatBytes(leftPad(hexToBytes(account)), word(registrarSlots.ids)));
}

/** Storage keys (32 bytes each) of a participant's first two words, for `decodeParticipant`. */
function participantSlots(id: Uint8Array): [Uint8Array, Uint8Array] {
  const first = keccak(concatBytes(id, word(registrarSlots.rows)));
  return [first, word(BigInt(bytesToHex(first)) + 1n)];
}

/**
 * Word 0, from its low end: account (20 bytes), role (1), active (1), since (8). Word 1: sponsor's id. Words may come
 * with their leading zeros cut, as state tries hold them.
 */
function decodeParticipant(words: readonly [Uint8Array, Uint8Array]): StoredParticipant {
  const [packed, sponsor] = [leftPad(words[0]), leftPad(words[1])];
  return {
    account: bytesToHex(packed.subarray(12)),
    role: packed[11] as number,
    active: packed[10] === 1,
    since: BigInt(bytesToHex(packed.subarray(2, 10))),
    sponsorId: bytesToHex(sponsor),
  };
}

/** Storage key (32 bytes) of the word that holds the number of seats. */
function seatsSlot(): Uint8Array {
  return word(registrarSlots.governors);
}

/** Active providers, one seat each: the word's lowest four bytes. */
function decodeSeats(stored: Uint8Array): number {
  return Buffer.from(leftPad(stored)).readUInt32BE(WORD_BYTES - 4);
}

function leftPad(bytes: Uint8Array): Uint8Array {
  if (bytes.length > WORD_BYTES)
    throw new MedrecError({ code: 'WORD_LENGTH', message: 'A storage word has at most 32 bytes.', facts: { bytes: bytes.length } });
  return concatBytes(new Uint8Array(WORD_BYTES - bytes.length), bytes);
}

function word(value: bigint): Uint8Array {
  return hexToBytes(
    `0x${BigInt.asUintN(256, value)
      .toString(16)
      .padStart(2 * WORD_BYTES, '0')}`,
  );
}
