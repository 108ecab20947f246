import { bytesToHex, equalBytes, hexToBytes, sameAddress } from '@medrec/shared/bytes';
import { registrarStorage } from '@medrec/shared/contracts';
import type { ReadParticipant } from './state-reader.ts';

const NO_ID = new Uint8Array(32);

/** The deployed Registrar's layout. An address whose key was rotated away still leads to its id, but is no longer active. */
export const readRegistrar: ReadParticipant = (address, slotAt) => {
  const id = slotAt(registrarStorage.idSlot(address));
  if (equalBytes(id, NO_ID)) return undefined;
  const stored = decode(id);
  return {
    id: bytesToHex(id),
    role: stored.role,
    active: stored.active && sameAddress(stored.account, address),
    sponsor: decode(hexToBytes(stored.sponsorId)).account,
  };

  function decode(participantId: Uint8Array) {
    const [first, second] = registrarStorage.participantSlots(participantId);
    return registrarStorage.decodeParticipant([slotAt(first), slotAt(second)]);
  }
};
