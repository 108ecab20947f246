import { bytesToHex, type Hex, hexToBytes, keccak, keccakHex } from '@medrec/shared/bytes';
import { EMPTY_ROOT, prove } from '../trie/index.ts';
import type { OpenState } from './open-state.ts';

export interface SlotProof {
  readonly slot: Uint8Array;
  /** 32 bytes. */
  readonly value: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** EIP-1186. An account that does not exist has zeros, and a proof that nothing stands at its key. */
export interface AccountProof {
  readonly nonce: bigint;
  readonly balance: bigint;
  readonly codeHash: Hex;
  readonly storageRoot: Hex;
  readonly accountProof: readonly Uint8Array[];
  readonly storageProof: readonly SlotProof[];
}

export function proveAccount(state: OpenState, address: Hex, slots: readonly Uint8Array[]): AccountProof {
  const account = state.account(address);
  const storage = state.storageTop(address);
  return {
    nonce: account?.nonce ?? 0n,
    balance: account?.balance ?? 0n,
    codeHash: account ? bytesToHex(account.codeHash) : keccakHex(new Uint8Array(0)),
    storageRoot: bytesToHex(account?.storageRoot ?? EMPTY_ROOT),
    accountProof: prove(state.top, keccak(hexToBytes(address)), state.nodes),
    storageProof: slots.map((slot) => ({ slot, value: state.slot(address, slot), proof: prove(storage, keccak(slot), state.nodes) })),
  };
}
