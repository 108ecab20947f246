import type { BlockTag, HospitalChain, SealedTransaction, Transactions } from '@medrec/census/publisher';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { censusAbi, decodeCall, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { MedrecError } from '@medrec/shared/errors';
import { APPEND_INDEX, RECORD_ITEM_BYTES } from '@medrec/shared/records';
import { encodeBytes32String, Interface } from 'ethers';

export const PROVIDER_ID: Hex = `0x${'a1'.repeat(32)}`;
export const ZERO_ROOT: Hex = `0x${'00'.repeat(32)}`;
const ZERO_ADDRESS: Hex = `0x${'00'.repeat(20)}`;
const GENESIS_TIME = 1_700_000_000n;
const EPOCH_SECONDS = 100n;
const GAS = { enrollment: 170_000n, record: 45_000n, other: 80_000n };

interface Row {
  state: number;
  owner: Hex;
  encryptionKey: Hex;
  roots: Hex[];
}

interface ReleaseRow {
  stage: number;
  publishedAt: bigint;
  commitments: Hex[];
}

type Waiter = { depth: bigint; resolve: () => void };

/** A chain of one provider in memory, applying the protocol's calls when a block is made; state is kept for the head alone. */
export interface FakeChain extends HospitalChain {
  readonly transactions: Transactions;
  /** Every batch that was sealed: function name and number of items. */
  readonly sealedCalls: { readonly name: string; readonly items: number; readonly indices: number[] }[];
  readonly rows: Map<string, Row>;
  readonly releases: Map<string, ReleaseRow>;
  readonly closed: Map<bigint, { root: Hex; at: bigint }>;
  readonly consents: { relationship: Hex; purposes: number; block: bigint }[];
  readonly revoked: Set<string>;
  readonly pooled: Hex[];
  /** `${relationship}:${commitment}` → block since which it is granted. */
  readonly grants: Map<string, bigint>;
  readonly participants: Map<string, { id: Hex; account: Hex; role: number; active: boolean; encryptionKey: Hex }>;
  /** `${lab}:${release}:${tier}` → block since which it may be claimed. */
  readonly entitlements: Map<string, bigint>;
  /** Addresses that `enroll` skips with this reason. */
  readonly skip: Map<string, string>;
  /** Puts all that waits into one block, then makes empty ones. */
  mine(blocks?: number): Promise<void>;
  /** Forgets what waits, as a crashed node does. */
  dropPool(): void;
  pending(): number;
}

const events = new Interface([
  'event EnrollmentSkipped(address indexed account, bytes32 reason)',
  'event RecordSkipped(address indexed relationship, uint32 index, bytes32 reason)',
]);

export function createFakeChain(
  options: { quotaGas?: bigint; blockGas?: bigint; confirmations?: bigint; offered?: readonly Hex[] } = {},
): FakeChain {
  const confirmations = options.confirmations ?? 3n;
  let number = 1n;
  let epoch = 0n;
  const rows = new Map<string, Row>();
  const releases = new Map<string, ReleaseRow>();
  const closed = new Map<bigint, { root: Hex; at: bigint }>();
  const funded: { product: Hex; epoch: bigint; block: bigint }[] = [];
  const states: { relationship: Hex; state: number; block: bigint }[] = [];
  const sealedCalls: { name: string; items: number; indices: number[] }[] = [];
  const skip = new Map<string, string>();
  const grants = new Map<string, bigint>();
  const entitlements = new Map<string, bigint>();
  const participants: FakeChain['participants'] = new Map();
  const consents: FakeChain['consents'] = [];
  const revoked = new Set<string>();
  const pooled: Hex[] = [];
  let pool: { data: Hex; waiters: Waiter[]; sealed?: SealedTransaction }[] = [];
  const sealed: typeof pool = [];
  const heightOf = (tag: BlockTag): bigint => (tag === 'latest' ? number : tag);

  const log = (name: string, args: unknown[]): SealedTransaction['logs'][number] => ({
    address: ZERO_ADDRESS,
    ...events.encodeEventLog(name, args),
  });

  const apply = (data: Hex): SealedTransaction => {
    const logs: SealedTransaction['logs'][number][] = [];
    const enroll = decodeCall(relationshipsAbi, 'enroll', data);
    if (enroll !== undefined) {
      sealedCalls.push({ name: 'enroll', items: enroll[0].length, indices: [] });
      for (const { registration } of enroll[0]) {
        const reason = rows.has(registration.account) ? 'ACCOUNT_TAKEN' : skip.get(registration.account);
        if (reason !== undefined) logs.push(log('EnrollmentSkipped', [registration.account, encodeBytes32String(reason)]));
        else
          rows.set(registration.account, { state: 2, owner: registration.account, encryptionKey: registration.encryptionKey, roots: [] });
      }
    }
    const records = decodeCall(relationshipsAbi, 'setRecords', data);
    if (records !== undefined) applyRecords(records[0], hexToBytes(records[1]), logs);
    const end = decodeCall(relationshipsAbi, 'end', data);
    if (end !== undefined) {
      (rows.get(end[0]) as Row).state = 4;
      states.push({ relationship: end[0], state: 4, block: number });
      sealedCalls.push({ name: 'end', items: 1, indices: [] });
    }
    const close = decodeCall(censusAbi, 'closeEpoch', data);
    if (close !== undefined && !closed.has(close[0])) {
      closed.set(close[0], { root: close[1], at: number });
      sealedCalls.push({ name: 'closeEpoch', items: 1, indices: [] });
    }
    const publish = decodeCall(censusAbi, 'publishRelease', data);
    if (publish !== undefined) {
      const key = releaseKey({ providerId: PROVIDER_ID, product: publish[0], epoch: publish[1] });
      releases.set(key, { stage: 2, publishedAt: number, commitments: [...publish[2]] });
      sealedCalls.push({ name: 'publishRelease', items: publish[2].length, indices: [] });
    }
    if (decodeCall(registrarAbi, 'setHost', data) !== undefined) sealedCalls.push({ name: 'setHost', items: 1, indices: [] });
    return { blockNumber: number, logs };
  };

  const applyRecords = (offer: { product: Hex; epoch: bigint }, items: Uint8Array, logs: SealedTransaction['logs'][number][]): void => {
    const indices: number[] = [];
    for (let at = 0; at < items.length; at += RECORD_ITEM_BYTES) {
      const item = items.subarray(at, at + RECORD_ITEM_BYTES);
      const relationship: Hex = `0x${Buffer.from(item.subarray(0, 20)).toString('hex')}`;
      const index = new DataView(item.buffer, item.byteOffset).getUint32(20);
      const row = rows.get(relationship);
      indices.push(index);
      if (row?.state !== 2) logs.push(log('RecordSkipped', [relationship, index, encodeBytes32String('NOT_ACCEPTED')]));
      else row.roots[index === APPEND_INDEX ? row.roots.length : index] = `0x${Buffer.from(item.subarray(24, 56)).toString('hex')}`;
    }
    sealedCalls.push({ name: 'setRecords', items: indices.length, indices });
    const key = releaseKey({ providerId: PROVIDER_ID, product: offer.product, epoch: offer.epoch });
    if (releases.has(key) || closed.has(offer.epoch)) return;
    releases.set(key, { stage: 1, publishedAt: 0n, commitments: [] });
    funded.push({ product: offer.product, epoch: offer.epoch, block: number });
  };

  const estimate = (data: Hex): bigint => {
    const enroll = decodeCall(relationshipsAbi, 'enroll', data);
    if (enroll !== undefined) return GAS.enrollment * BigInt(enroll[0].length);
    const records = decodeCall(relationshipsAbi, 'setRecords', data);
    return records === undefined ? GAS.other : (GAS.record * BigInt(hexToBytes(records[1]).length)) / BigInt(RECORD_ITEM_BYTES);
  };

  const transactions: Transactions = {
    async send({ data }) {
      const entry: (typeof pool)[number] = { data, waiters: [] };
      pool.push(entry);
      return {
        hash: ZERO_ROOT,
        wait: (depth) =>
          new Promise((resolve) => {
            entry.waiters.push({ depth: BigInt(depth), resolve: () => resolve(entry.sealed as SealedTransaction) });
            settle();
          }),
      };
    },
    async estimate({ data }) {
      const gas = estimate(data);
      // A node answers so when the call does not fit into any block.
      if (gas > (options.blockGas ?? 30_000_000n)) throw new MedrecError({ code: 'RPC_REFUSED', message: 'execution reverted' });
      return gas;
    },
    settled: async () => undefined,
  };

  const settle = (): void => {
    for (const entry of sealed) {
      const depth = number - (entry.sealed as SealedTransaction).blockNumber;
      entry.waiters = entry.waiters.filter((waiter) => {
        if (depth < waiter.depth) return true;
        waiter.resolve();
        return false;
      });
    }
  };

  return {
    chainId: 7n,
    genesisHash: `0x${'11'.repeat(32)}`,
    confirmations,
    checkpointInterval: 0,
    blockHashAt: async (at) => (at > number ? undefined : `0x${at.toString(16).padStart(64, '0')}`),
    checkpoints: async () => undefined,
    submitCheckpoint: async () => undefined,
    transactions,
    sealedCalls,
    rows,
    releases,
    closed,
    consents,
    revoked,
    pooled,
    grants,
    participants,
    entitlements,
    skip,
    async mine(blocks = 1) {
      for (let made = 0; made < blocks; made += 1) {
        number += 1n;
        for (const entry of pool) {
          entry.sealed = apply(entry.data);
          sealed.push(entry);
        }
        pool = [];
        settle();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    dropPool() {
      pool = [];
    },
    pending: () => pool.length,
    set epochNow(value: bigint) {
      epoch = value;
    },
    head: async () => ({ number, timestamp: GENESIS_TIME + number }),
    secondsPerBlock: async () => 2,
    quotaGas: async () => options.quotaGas ?? 24_000_000n,
    participantOf: async (account) =>
      participants.get(account.toLowerCase()) ?? { id: ZERO_ROOT, account: ZERO_ADDRESS, role: 0, active: false, encryptionKey: ZERO_ROOT },
    hostOf: async () => '',
    relationship: async (relationship) => {
      const row = rows.get(relationship.toLowerCase());
      return { stewardId: row ? PROVIDER_ID : ZERO_ROOT, state: row?.state ?? 0, records: BigInt(row?.roots.length ?? 0) };
    },
    ownerOf: async (relationship) => rows.get(relationship.toLowerCase())?.owner ?? ZERO_ADDRESS,
    rootOf: async (relationship, index) => rows.get(relationship.toLowerCase())?.roots[index] ?? ZERO_ROOT,
    isGranted: async (relationship, commitment, _, at) => {
      const since = grants.get(`${relationship}:${commitment}`);
      return since !== undefined && since <= heightOf(at) && !revoked.has(commitment);
    },
    isRevoked: async (_, commitment) => revoked.has(commitment),
    poolRevocations: async () => pooled,
    currentEpoch: async () => epoch,
    epochEnd: async (of) => GENESIS_TIME + (of + 1n) * EPOCH_SECONDS,
    policyOf: async () => ({ minimumCohort: 0, lifetimeMicroRho: 10_000_000n }),
    isOffered: async (_, product) => options.offered?.includes(product) ?? true,
    closedAt: async (_, of) => closed.get(of)?.at ?? 0n,
    snapshotRootOf: async (_, of) => closed.get(of)?.root ?? ZERO_ROOT,
    releaseOf: async (key, at) => {
      const release = releases.get(key);
      const isThere = release !== undefined && (release.stage < 2 || release.publishedAt <= heightOf(at));
      return isThere ? release : { stage: release ? 1 : 0, publishedAt: 0n };
    },
    commitmentOf: async (key, tier) => releases.get(key)?.commitments[tier] ?? ZERO_ROOT,
    mayClaim: async (lab, key, tier, at) => {
      const since = entitlements.get(`${lab}:${key}:${tier}`);
      return since !== undefined && since <= heightOf(at);
    },
    fundedIn: async (_, from, to) => funded.filter(({ block }) => block >= from && block <= to),
    consentsIn: async (from, to) => consents.filter(({ block }) => block >= from && block <= to),
    statesIn: async (from, to) => states.filter(({ block }) => block >= from && block <= to),
    rotationsIn: async () => [],
  } as FakeChain & { epochNow: bigint };
}

/** Moves the fake chain into that epoch. */
export function enterEpoch(chain: FakeChain, epoch: bigint): void {
  (chain as FakeChain & { epochNow: bigint }).epochNow = epoch;
}
