import { KECCAK256_NULL, setLengthLeft } from '@ethereumjs/util';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import type { RuleParticipant } from '../consensus/index.ts';
import { missingCode, openState, proveAccount, type StateNodes } from './state/index.ts';
import type { Executor } from './types.ts';

/** State roots whose participants are remembered: blocks, pool and RPC ask about the same few. */
const ROOTS_KEPT = 16;
const PARTICIPANTS_KEPT = 50_000;
const SLOT_BYTES = 32;

/** Where the Registrar keeps a participant: reads 32-byte slots, gives undefined for an address it does not know. */
export type ReadParticipant = (address: Hex, slotAt: (slot: Uint8Array) => Uint8Array) => RuleParticipant | undefined;

export type StateReader = Pick<Executor, 'accountAt' | 'codeAt' | 'storageAt' | 'participantAt' | 'proofAt'>;

/** Reads without an EVM. Everything throws MedrecError `STATE_NODE_MISSING` where the state is not whole. */
export function createStateReader(nodes: StateNodes, readParticipant: ReadParticipant): StateReader {
  const participants = new Map<Hex, Map<Hex, RuleParticipant | undefined>>();

  function participantsAt(stateRoot: Uint8Array): Map<Hex, RuleParticipant | undefined> {
    const key = bytesToHex(stateRoot);
    const known = participants.get(key);
    if (known && known.size < PARTICIPANTS_KEPT) return known;
    const fresh = new Map<Hex, RuleParticipant | undefined>();
    participants.set(key, fresh);
    const [oldest] = participants.keys();
    if (participants.size > ROOTS_KEPT && oldest !== undefined) participants.delete(oldest);
    return fresh;
  }

  return {
    async accountAt(stateRoot, address) {
      const found = openState(stateRoot, nodes).account(address);
      return (
        found && {
          nonce: found.nonce,
          balance: found.balance,
          codeHash: bytesToHex(found.codeHash),
          storageRoot: bytesToHex(found.storageRoot),
        }
      );
    },
    async codeAt(stateRoot, address) {
      const found = openState(stateRoot, nodes).account(address);
      if (!found || equalBytes(found.codeHash, KECCAK256_NULL)) return new Uint8Array(0);
      const code = nodes.code(found.codeHash);
      if (!code) throw missingCode(found.codeHash);
      return code;
    },
    async storageAt(stateRoot, address, slot) {
      return openState(stateRoot, nodes).slot(address, setLengthLeft(slot, SLOT_BYTES));
    },
    async participantAt(stateRoot, address) {
      const known = participantsAt(stateRoot);
      const key = address.toLowerCase() as Hex;
      if (known.has(key)) return known.get(key);
      const state = openState(stateRoot, nodes);
      const hasRegistrar = state.account(REGISTRAR_ADDRESS) !== undefined;
      const participant = hasRegistrar ? readParticipant(key, (slot) => state.slot(REGISTRAR_ADDRESS, slot)) : undefined;
      known.set(key, participant);
      return participant;
    },
    async proofAt(stateRoot, address, slots) {
      return proveAccount(openState(stateRoot, nodes), address, slots);
    },
  };
}
