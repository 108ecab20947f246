// Goal: no block that breaks a rule becomes part of the chain, whoever gossips it, and whoever does is found out: the node's
// log names the peer and the coinbase, its metrics count the rule's code, and the peer is hung up on and banned.
//
// Method: one real node; for each rule a fresh libp2p peer, which first gossips a good block by an admitted lab (the control,
// which becomes the head) and then one on top of it with a single fault. Every block but the wrongly sealed one has its proof
// of work, so that the rule under test is the one that refuses. Where the fault leaves execution as it is (signature, gas
// limit, quota, unprotected), the block is right in all else. The contracts are the real ones.

import type { Block, BlockHeader } from '@ethereumjs/block';
import { signSealer } from '@medrec/miner/consensus';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS, SEALER_EXTRA_BYTES, SEALER_FREE_BYTES } from '@medrec/shared/chain';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, createTestChain, LAB_KEY, OTHER_LAB_KEY, PROVIDER_KEY, STRANGER_KEY } from '../miner/execution/devnet.ts';
import { type BlockForge, createBlockForge } from './support/block-forge.ts';
import { BLOCK_GAS, PROVIDER_GAS } from './support/devnet-gas.ts';
import { createGossipPeer, type GossipPeer } from './support/gossip-peer.ts';
import { type LoneNode, startLoneNode } from './support/lone-node.ts';
import { OFFER_BYTES, setRecordsData, withChangedOffer } from './support/record-transaction.ts';
import { type LegacyFields, signLegacy } from './support/signed.ts';
import { until } from './support/until.ts';

const chain = await createTestChain();
const { chainId } = chain.spec.config;
const genesisHash = bytesToHex(chain.genesis.hash());
const forge: BlockForge = createBlockForge(chain);
const hashOf = (block: Block): Hex => bytesToHex(block.hash());

let node: LoneNode;
let peer: GossipPeer;
let bystander: GossipPeer;
let heard: readonly Hex[];
const accepted: Block[] = [chain.genesis];
const refused: Block[] = [];

async function joinedPeer(): Promise<GossipPeer> {
  const joining = await createGossipPeer(genesisHash, chain.genesis.header.difficulty);
  await joining.join(addressOfNode());
  return joining;
}
const addressOfNode = (): string => node.p2p[0] ?? '';

beforeAll(async () => {
  node = await startLoneNode(chain.spec);
  bystander = await joinedPeer();
  heard = bystander.listenToBlocks();
});
beforeEach(async () => {
  peer = await joinedPeer();
});
afterEach(() => peer.stop());
afterAll(async () => {
  await bystander.stop();
  await node.stop();
});

const sealedBy = (key: Hex) => ({ coinbase: addressOf(key), sign: (digest: Uint8Array) => signSealer(digest, key) });

/** A transaction that the rules allow; its sender has sent none before, since no block of this file keeps one. */
const allowed: LegacyFields = { chainId, to: REGISTRAR_ADDRESS, data: encodeCall(registrarAbi, 'setHost', ['http://127.0.0.1:2']) };
const product = chain.spec.config.medrec.products[0]?.definitionHash ?? '0x';
const record = { chainId, to: RELATIONSHIPS_ADDRESS, data: setRecordsData({ product }) };
const signed = (fields: LegacyFields, key: Hex = PROVIDER_KEY) => forge.transaction(signLegacy(key, fields));

/** The block that holds an allowed transaction, with another in its place. */
async function carrying(parent: Block, fields: LegacyFields, key?: Hex): Promise<Block> {
  const block = await forge.honest(parent.header, [signed(allowed)]);
  return forge.altered(block, { transactions: [signed({ ...allowed, ...fields }, key)] });
}

/** A sibling of the head, by that sealer and with that signature: an ommer for the next block. */
async function siblingOfHead(key: Hex, signWith: Hex = key): Promise<BlockHeader> {
  const [grandparent, parent] = accepted.slice(-2) as [Block, Block];
  const timestamp = parent.header.timestamp + 1n;
  return (await forge.altered(await forge.honest(grandparent.header, [], { ...sealedBy(key), timestamp }), { signWith })).header;
}

interface Fault {
  readonly what: string;
  readonly code: string;
  readonly coinbase?: Hex;
  forge(parent: Block): Promise<Block>;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'a sealer that was never admitted',
    code: 'SEALER_UNADMITTED',
    coinbase: addressOf(STRANGER_KEY),
    forge: (parent) => forge.honest(parent.header, [], sealedBy(STRANGER_KEY)),
  },
  {
    what: 'a hospital as its sealer',
    code: 'SEALER_UNADMITTED',
    coinbase: addressOf(PROVIDER_KEY),
    forge: (parent) => forge.honest(parent.header, [], sealedBy(PROVIDER_KEY)),
  },
  {
    what: 'zeros in place of the sealer’s signature',
    code: 'SEALER_UNSIGNED',
    forge: async (parent) => forge.altered(await forge.honest(parent.header), { extraData: new Uint8Array(SEALER_EXTRA_BYTES) }),
  },
  {
    what: 'no room for the sealer’s signature',
    code: 'HEADER_EXTRA',
    forge: async (parent) => forge.altered(await forge.honest(parent.header), { extraData: new Uint8Array(SEALER_FREE_BYTES) }),
  },
  {
    what: 'another admitted lab’s signature',
    code: 'SEALER_UNSIGNED',
    forge: async (parent) => forge.altered(await forge.honest(parent.header), { signWith: OTHER_LAB_KEY }),
  },
  {
    what: 'an ommer by a sealer that was never admitted',
    code: 'SEALER_UNADMITTED',
    forge: async (parent) => forge.honest(parent.header, [], { ommers: [await siblingOfHead(STRANGER_KEY)] }),
  },
  {
    what: 'an ommer in a lab’s name that the lab did not sign',
    code: 'SEALER_UNSIGNED',
    forge: async (parent) => forge.honest(parent.header, [], { ommers: [await siblingOfHead(OTHER_LAB_KEY, STRANGER_KEY)] }),
  },
  { what: 'a priced transaction', code: 'TX_PRICED', forge: (parent) => carrying(parent, { gasPrice: 1 }) },
  { what: 'a transaction with a value', code: 'TX_PRICED', forge: (parent) => carrying(parent, { value: 1 }) },
  {
    what: 'an unprotected transaction',
    code: 'TX_UNPROTECTED',
    forge: (parent) => carrying(parent, { chainId: 0 }),
  },
  { what: 'a transaction to a foreign contract', code: 'TX_TARGET', forge: (parent) => carrying(parent, { to: `0x${'99'.repeat(20)}` }) },
  {
    what: 'a transaction from a stranger',
    code: 'TX_SENDER_UNREGISTERED',
    forge: (parent) => carrying(parent, {}, STRANGER_KEY),
  },
  {
    what: 'a transaction over its sender’s quota',
    code: 'TX_QUOTA',
    forge: (parent) => carrying(parent, { gasLimit: PROVIDER_GAS + 1 }),
  },
  {
    what: 'a transaction that reverts',
    code: 'TX_REVERTED',
    forge: (parent) => carrying(parent, { data: encodeCall(registrarAbi, 'vote', [99n, true]) }),
  },
  {
    what: 'a record transaction without an offer',
    code: 'TX_REVERTED',
    forge: (parent) => carrying(parent, { ...record, data: setRecordsData({ product, tier: 0 }) }),
  },
  {
    what: 'a record transaction whose offer was changed by a byte',
    code: 'TX_SENDER_UNREGISTERED',
    forge: async (parent) => {
      const raw = signLegacy(PROVIDER_KEY, record);
      const block = await forge.honest(parent.header, [forge.transaction(raw)]);
      const finerTier = withChangedOffer(raw, record.data, OFFER_BYTES - 1);
      return forge.altered(block, { transactions: [forge.transaction(finerTier)] });
    },
  },
  {
    what: 'a wrong gas limit',
    code: 'GAS_LIMIT',
    forge: async (parent) => forge.altered(await forge.honest(parent.header), { gasLimit: BLOCK_GAS + 1 }),
  },
  {
    what: 'a wrong seal',
    code: 'HEADER_SEAL',
    forge: async (parent) => forge.wronglySealed(await forge.honest(parent.header)),
  },
];

async function nodeHead(): Promise<Hex> {
  return (await node.call<{ hash: Hex }>('eth_getBlockByNumber', ['latest', false])).hash;
}

/** Gossips a good block and waits until it is the node's head. */
async function succeedWith(block: Block): Promise<Block> {
  await peer.publishBlock(block.serialize());
  await until('the good block is the head', async () => (await nodeHead()) === hashOf(block) || undefined, 10_000, 20);
  accepted.push(block);
  return block;
}

const controlBlock = async (): Promise<Block> => succeedWith(await forge.honest((accepted.at(-1) ?? chain.genesis).header));

async function counts(code: string): Promise<{ rejected: number; banned: number }> {
  return {
    rejected: await node.counter(`medrec_rejected_total{kind="block",code="${code}"}`),
    banned: await node.counter(`medrec_peer_bans_total{code="${code}"}`),
  };
}

describe('a block that a peer gossips', () => {
  for (const { what, code, coinbase = addressOf(LAB_KEY), forge: forgeFault } of FAULTS) {
    it(`is refused with ${what}: ${code}`, async () => {
      const parent = await controlBlock();
      const before = await counts(code);

      const block = await forgeFault(parent);
      refused.push(block);
      await peer.publishBlock(block.serialize());
      const line = await node.running.line(
        ({ fields }) => (fields['facts'] as { block?: string } | undefined)?.block === hashOf(block),
        10_000,
      );
      expect(line.fields).toMatchObject({
        level: 'warn',
        code,
        peer: peer.peerId,
        facts: { peer: peer.peerId, coinbase, number: block.header.number.toString() },
      });

      expect(await nodeHead()).toBe(hashOf(parent));
      expect(await node.call('eth_getBlockByHash', [hashOf(block), false])).toBeNull();
      expect(await counts(code)).toEqual({ rejected: before.rejected + 1, banned: before.banned + 1 });

      await until('the node hangs up', async () => !peer.isConnected() || undefined, 5000, 10);
      expect(await peer.canReach(addressOfNode())).toBe(false);
    });
  }

  it('is accepted when it breaks no rule, also with a transaction and an ommer', async () => {
    const parent = await controlBlock();
    const ommer = await siblingOfHead(OTHER_LAB_KEY);
    const block = await succeedWith(await forge.honest(parent.header, [signed(allowed)], { ommers: [ommer] }));
    const stored = await node.call<{ transactions: string[]; uncles: string[] }>('eth_getBlockByHash', [hashOf(block), false]);
    expect(stored).toMatchObject({ transactions: [bytesToHex(signed(allowed).hash())], uncles: [bytesToHex(ommer.hash())] });
    expect(peer.isConnected()).toBe(true);
  });

  it('is passed on to others only when it was accepted', async () => {
    const last = await controlBlock();
    await until('the bystander hears of the last block', async () => heard.includes(bytesToHex(last.serialize())) || undefined, 10_000, 20);
    expect(bystander.isConnected()).toBe(true);
    expect(refused).toHaveLength(FAULTS.length);
    expect(refused.filter((block) => heard.includes(bytesToHex(block.serialize())))).toEqual([]);
  });

  it('leaves the node without an error of its own', () => {
    const isExpected = (level: unknown): boolean => level === 'info' || level === 'warn';
    expect(node.running.lines.filter(({ fields }) => !isExpected(fields['level'])).map(({ text }) => text)).toEqual([]);
    expect(node.running.process.exitCode).toBeNull();
  });
});
