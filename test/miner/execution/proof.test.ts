import type { Proof } from '@ethereumjs/statemanager';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { PROTOCOL_ADDRESSES, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { registrarStorage } from '@medrec/shared/contracts';
import { decodeRlp, keccak256, toBeHex, zeroPadValue } from 'ethers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ethGetProof } from '../../../packages/miner/src/rpc/methods/eth/get-proof.ts';
import { verifyProof } from '../../support/verify-proof.ts';
import { addressOf, createTestChain, LAB_KEY, PROVIDER_KEY, STRANGER_KEY, type TestChain } from './devnet.ts';

// What would be lost: a wallet that believes no node could not check what a node tells it.

let chain: TestChain;
let root: Uint8Array;
beforeAll(async () => {
  chain = await createTestChain();
  const { block, result } = await chain.build(chain.genesis.header, [chain.setHost(0, 'http://a'), chain.setHost(1, 'http://b')]);
  chain.nodes.keep(result);
  root = block.header.stateRoot;
});

/** `eth_getProof` as a client would get it. */
async function ask(address: Hex, slots: readonly string[]): Promise<Proof> {
  const proofAt = (_: Hex, account: Hex, keys: readonly Uint8Array[]) => chain.executor.proofAt(root, account, keys);
  const context = { chain: { proofAt, head: () => ({ hash: '0x00' }) } } as unknown as Parameters<typeof ethGetProof.call>[0];
  const params = ethGetProof.params.parse([address, slots, 'latest']);
  return (await ethGetProof.call(context, params, { session: undefined } as never)) as Proof;
}

/** Against the state root alone, by a verifier that shares no code with the node. */
function holds(proof: Proof): boolean {
  try {
    const account = verifyProof(bytesToHex(root), proof.address, proof.accountProof);
    const isAbsent = account === '0x';
    const fields = isAbsent ? ['0x', '0x', keccak256('0x80'), keccak256('0x')] : (decodeRlp(account) as string[]);
    const told = [proof.nonce, proof.balance, proof.storageHash, proof.codeHash].map(BigInt);
    if (fields.some((field, at) => number(field) !== told[at])) return false;
    return proof.storageProof.every(({ key, value, proof: nodes }) => {
      const stored = verifyProof(proof.storageHash, zeroPadValue(toBeHex(key), 32), nodes);
      return number(stored === '0x' ? stored : (decodeRlp(stored) as string)) === BigInt(value);
    });
  } catch {
    return false; // not a proof at all
  }
}

const number = (hex: string): bigint => (hex === '0x' ? 0n : BigInt(hex));
const slotOf = (bytes: Uint8Array): Hex => bytesToHex(bytes);

describe('eth_getProof', () => {
  it('proves accounts and slots, present and absent', async () => {
    for (const address of [...PROTOCOL_ADDRESSES, addressOf(PROVIDER_KEY), addressOf(STRANGER_KEY)]) {
      const slots = [
        '0x0',
        '0x7',
        slotOf(registrarStorage.idSlot(addressOf(LAB_KEY))),
        slotOf(registrarStorage.idSlot(addressOf(STRANGER_KEY))),
      ];
      const proof = await ask(address, slots);
      expect(proof.storageProof.map(({ key }) => key)).toEqual(slots);
      expect(holds(proof)).toBe(true);
    }
  });

  it('gives the account’s and the slot’s values', async () => {
    const provider = await ask(addressOf(PROVIDER_KEY), []);
    expect(provider).toMatchObject({ nonce: '0x2', balance: '0x0' });
    const slot = slotOf(registrarStorage.idSlot(addressOf(LAB_KEY)));
    const { storageProof } = await ask(REGISTRAR_ADDRESS, [slot]);
    const stored = await chain.executor.storageAt(root, REGISTRAR_ADDRESS, hexToBytes(slot));
    expect(BigInt(storageProof[0]?.value ?? 0)).toBe(BigInt(bytesToHex(stored)));
    const nobody = await ask(addressOf(STRANGER_KEY), []);
    expect(nobody).toMatchObject({ nonce: '0x0', balance: '0x0' });
  });

  it('does not hold once a value or a node of it is changed', async () => {
    const slot = slotOf(registrarStorage.idSlot(addressOf(LAB_KEY)));
    const proof = await ask(REGISTRAR_ADDRESS, [slot]);
    expect(holds({ ...proof, nonce: '0x9' })).toBe(false);
    const [given] = proof.storageProof;
    expect(holds({ ...proof, storageProof: [{ ...given, value: '0x1' } as Proof['storageProof'][number]] })).toBe(false);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(7), (node, position, bit) => {
        const at = node % proof.accountProof.length;
        const bytes = hexToBytes(proof.accountProof[at] ?? '0x');
        const byte = position % bytes.length;
        bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
        const accountProof = proof.accountProof.with(at, bytesToHex(bytes));
        expect(holds({ ...proof, accountProof })).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});
