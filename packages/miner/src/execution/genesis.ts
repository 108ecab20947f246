import { type Block, createBlock } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import { Account, setLengthLeft, unpadBytes } from '@ethereumjs/util';
import { canonicalBytes, type Hex, hexToBytes, isHex, keccak, keccakHex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { createCommon } from '../consensus/index.ts';
import type { StateWrites } from './state/index.ts';
import { draftRecords, EMPTY_ID, emptyTrie, type NodeRecord, type Trie } from './trie/index.ts';

/** An account of `alloc`; conformance runs have balances too. */
interface GenesisAccount {
  readonly balance: string;
  readonly nonce?: string | undefined;
  readonly code?: string | undefined;
  readonly storage?: Readonly<Record<string, string>> | undefined;
}

/** The first block and the state it stands on. @throws MedrecError `SPEC_FINGERPRINT` when the config is not the one the hash binds */
export function buildGenesis(
  spec: ChainSpec,
  common: Common = createCommon(spec),
): { readonly block: Block; readonly writes: StateWrites } {
  checkFingerprint(spec);
  const { stateRoot, writes } = genesisState(spec.alloc);
  const header = {
    stateRoot,
    number: 0,
    nonce: setLengthLeft(hexToBytes(evenHex(spec.nonce)), 8),
    timestamp: spec.timestamp,
    extraData: spec.extraData,
    gasLimit: spec.gasLimit,
    difficulty: spec.difficulty,
    mixHash: spec.mixHash,
    coinbase: spec.coinbase,
  };
  return { block: createBlock({ header }, { common, setHardfork: true }), writes };
}

export function genesisState(alloc: Readonly<Record<string, GenesisAccount>>): { stateRoot: Uint8Array; writes: StateWrites } {
  const codes = new Map<Hex, Uint8Array>();
  const trie = emptyTrie();
  for (const [address, { balance, nonce, code, storage }] of Object.entries(alloc)) {
    const codeBytes = hexToBytes(code ?? '0x');
    if (codeBytes.length > 0) codes.set(keccakHex(codeBytes), codeBytes);
    const slots = storageTrie(storage ?? {});
    const account = new Account(BigInt(nonce ?? 0), BigInt(balance), slots.root(), keccak(codeBytes));
    trie.put(keccak(hexToBytes(address)), account.serialize(), slots.top());
  }
  const records: NodeRecord[] = [];
  const stateRoot = trie.root();
  const top = trie.top();
  const link = top ? draftRecords(top, records) : EMPTY_ID;
  const nothing = { stale: [], accounts: new Map(), slots: new Map(), hasDropped: false };
  return { stateRoot, writes: { from: EMPTY_ID, top: link, records, codes, ...nothing } };
}

function storageTrie(storage: Readonly<Record<string, string>>): Trie {
  const slots = emptyTrie();
  for (const [slot, value] of Object.entries(storage)) {
    const number = unpadBytes(hexToBytes(value));
    if (number.length > 0) slots.put(keccak(hexToBytes(slot)), RLP.encode(number));
  }
  return slots;
}

/**
 * keccak256 of what the two sides must agree on and the genesis header does not hold otherwise. `spec create` puts it
 * into `extraData`, so that another config is another genesis hash and never peers.
 * Gas limits and forks stay out: they are extended while the chain runs.
 */
export function specFingerprint(config: ChainSpec['config']): Hex {
  const { gasLimits: _limits, forks: _forks, ...fixed } = config.medrec;
  return keccakHex(canonicalBytes({ chainId: config.chainId, ...fixed }));
}

function checkFingerprint(spec: ChainSpec): void {
  // Official Ethereum tests have a genesis of their own, and hand-made networks may leave the field empty.
  if (!spec.config.medrec.recordRules || !isHex(spec.extraData, 32) || spec.extraData === specFingerprint(spec.config)) return;
  throw new MedrecError({
    code: 'SPEC_FINGERPRINT',
    message: 'The chain spec’s config is not the one its genesis block was made from.',
    facts: { extraData: spec.extraData, fingerprint: specFingerprint(spec.config) },
    remedy: 'Use the file as it was published; a changed config is another network, made by `medrec-miner spec create`.',
  });
}

function evenHex(hex: string): string {
  return hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`;
}
