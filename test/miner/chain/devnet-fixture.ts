import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block, BlockHeader } from '@ethereumjs/block';
import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { type Chain, type Clock, createChain } from '@medrec/miner/chain';
import { createCommon, sealHash } from '@medrec/miner/consensus';
import { createEthash, searchSmall } from '@medrec/miner/ethash';
import { buildGenesis, createExecutor, type Executor, type ReadParticipant, specFingerprint } from '@medrec/miner/execution';
import { type SealerKey, sealBlock, sealerKeyFrom } from '@medrec/miner/sealing';
import type { Senders } from '@medrec/miner/senders';
import { openStore, replayStored, type Store, type StoreOptions } from '@medrec/miner/store';
import { type Hex, hexToBytes, keccakHex } from '@medrec/shared/bytes';
import { type ChainSpec, devnetPreset, PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS, REWARD_RULE_ADDRESS, ROLE } from '@medrec/shared/chain';
import { silentLogger } from '@medrec/shared/log';

// A network without the real contracts: participants come from a table, and one contract can be told to succeed or fail.

const keyOf = (name: string): Hex => keccakHex(new TextEncoder().encode(name));
export const LAB = sealerKeyFrom(keyOf('lab'));
export const OTHER_LAB = sealerKeyFrom(keyOf('other lab'));
export const STRANGER = sealerKeyFrom(keyOf('stranger'));
export const PROVIDER_KEY = keyOf('provider');
export const PROVIDER = sealerKeyFrom(PROVIDER_KEY).address;
export const PATIENT_KEY = keyOf('patient');
export const PATIENT = sealerKeyFrom(PATIENT_KEY).address;

const ROLES: Record<Hex, number> = {
  [LAB.address]: ROLE.lab,
  [OTHER_LAB.address]: ROLE.lab,
  [PROVIDER]: ROLE.provider,
  [PATIENT]: ROLE.patient,
};

/** Two bytes of calldata: reverts. None: sets a flag. One byte: reverts once the flag is set. */
const CONTRACT: Hex = '0x36600214601957366011576001600055005b600054601957005b60006000fd';

const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`;
const ZERO_ADDRESS: Hex = `0x${'00'.repeat(20)}`;
export const GENESIS_SECONDS = 1_700_000_000;

export function testSpec(chainId = 77): ChainSpec {
  const participant = { commitment: ZERO_HASH, encryptionKey: ZERO_HASH, host: '' };
  const policy = { minimumCohort: 0, lifetimeMicroRho: 1, sliceMicroRho: 1, periodEpochs: 1, products: [] };
  const medrec: ChainSpec['config']['medrec'] = {
    ...devnetPreset,
    version: 1,
    recordRules: true,
    difficulty: { durationDivisorSeconds: 2, boundDivisor: 32, minimum: 64 },
    products: [],
    providers: [{ address: PROVIDER, ...participant, ...policy }],
    labs: [{ address: LAB.address, ...participant }],
    forks: [],
  };
  const config = { chainId, medrec };
  return {
    config,
    nonce: '0x0000000000000000',
    timestamp: `0x${GENESIS_SECONDS.toString(16)}`,
    extraData: specFingerprint(config),
    gasLimit: '0x1c9c380',
    difficulty: '0x40',
    mixHash: ZERO_HASH,
    coinbase: ZERO_ADDRESS,
    alloc: {
      [PERMISSIONS_ADDRESS]: { balance: '0x0', nonce: '0x1', code: CONTRACT },
      // Takes every system call.
      [REGISTRAR_ADDRESS]: { balance: '0x0', nonce: '0x1', code: '0x00' },
      [REWARD_RULE_ADDRESS]: { balance: '0x0', nonce: '0x1', code: '0x00' },
    },
  };
}

export const spec = testSpec();
export const common = createCommon(spec);
export const genesis = buildGenesis(spec, common);
export const ethash = createEthash(spec.config.medrec.ethash);

/** A clock that only moves when told. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function manualClock(startMs = (GENESIS_SECONDS + 1_000_000) * 1000): ManualClock {
  let now = startMs;
  const timers = new Set<{ dueMs: number; run: () => void }>();
  return {
    nowMs: () => now,
    after(delayMs, run) {
      const timer = { dueMs: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ dueMs }) => dueMs <= now)) {
        timers.delete(timer);
        timer.run();
      }
    },
  };
}

export interface Node {
  readonly dir: string;
  readonly store: Store;
  readonly executor: Executor;
  readonly chain: Chain;
  readonly clock: ManualClock;
  readonly rejected: { code: string; origin: string; facts: Record<string, unknown> }[];
  close(): Promise<void>;
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'medrec-chain-'));
}

export const readParticipant: ReadParticipant = (address) => {
  const role = ROLES[address.toLowerCase() as Hex];
  return role === undefined ? undefined : { id: ZERO_HASH, role, active: true, sponsor: address };
};

export interface NodeOptions extends Pick<StoreOptions, 'archive' | 'keptStates' | 'stateCacheBytes'> {
  readonly dir?: string;
  readonly clock?: ManualClock;
  readonly maxReorgBlocks?: number;
  readonly senders?: Senders;
}

export async function openNode(options: NodeOptions = {}): Promise<Node> {
  const dir = options.dir ?? (await temporaryFolder());
  const clock = options.clock ?? manualClock();
  const store = await openStore({ ...options, dir: join(dir, 'chain'), genesis, common });
  const executor = createExecutor({ spec, common, nodes: store.nodes, readParticipant });
  await replayStored(store, executor, { log: silentLogger() });
  const rejected: Node['rejected'] = [];
  const chain = await createChain({
    ...{ spec, common, store, executor, ethash, clock },
    onRejected: (error, origin) => rejected.push({ code: error.code, origin, facts: error.facts }),
    ...(options.senders === undefined ? {} : { senders: options.senders }),
    ...(options.maxReorgBlocks === undefined ? {} : { maxReorgBlocks: options.maxReorgBlocks }),
  });
  return {
    ...{ dir, store, executor, chain, clock, rejected },
    async close() {
      await chain.close();
      await store.close();
    },
  };
}

export async function discardNode(node: Node): Promise<void> {
  await node.close();
  await rm(node.dir, { recursive: true });
}

export interface MineOptions {
  readonly parent?: BlockHeader;
  readonly key?: SealerKey;
  readonly transactions?: readonly TypedTransaction[];
  readonly ommers?: readonly BlockHeader[];
  /** Seconds after the parent. */
  readonly seconds?: number;
  /** Makes two blocks on one parent differ. */
  readonly mark?: number;
}

/** A sealed block on a parent whose state the node has; not imported. */
export async function mine({ chain, executor }: Pick<Node, 'chain' | 'executor'>, options: MineOptions = {}): Promise<Block> {
  const parent = options.parent ?? chain.head().header;
  const key = options.key ?? LAB;
  const { block } = await executor.buildBlock({
    parent,
    timestamp: parent.timestamp + BigInt(options.seconds ?? 2),
    coinbase: key.address,
    ommers: options.ommers ?? [],
    transactions: options.transactions ?? [],
    freeExtra: new Uint8Array(32).fill(options.mark ?? 0),
    sign: key.sign,
  });
  return seal(block);
}

export function seal(block: Block): Block {
  const { number: blockNumber, difficulty } = block.header;
  const found = searchSmall(spec.config.medrec.ethash, {
    ...{ blockNumber, difficulty, sealHash: sealHash(block.header) },
    startNonce: 0n,
    count: 1 << 20,
  });
  if (found === undefined) throw new RangeError('no seal within a million nonces');
  return sealBlock(block, found);
}

/** Mines and imports `count` blocks on the node's head. */
export async function extend(node: Node, count: number, options: MineOptions = {}): Promise<Block[]> {
  const blocks: Block[] = [];
  for (let i = 0; i < count; i++) {
    const parent = blocks.at(-1)?.header ?? options.parent;
    const block = await mine(node, { ...options, ...(parent === undefined ? {} : { parent }) });
    await node.chain.importBlock(block, 'test');
    blocks.push(block);
  }
  return blocks;
}

/** `data`: see `CONTRACT`. */
export function transaction(
  key: Hex,
  nonce: number,
  data: Hex = '0x',
  overrides: { gasPrice?: number; gasLimit?: number } = {},
): TypedTransaction {
  const fields = { nonce, gasPrice: 0, gasLimit: 100_000, to: PERMISSIONS_ADDRESS, value: 0, data, ...overrides };
  return createLegacyTx(fields, { common }).sign(hexToBytes(key));
}
