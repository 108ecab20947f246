import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Block, BlockHeader } from '@ethereumjs/block';
import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { type Chain, createChain } from '@medrec/miner/chain';
import { type Checkpoints, createCheckpoints } from '@medrec/miner/checkpoints';
import { createCommon } from '@medrec/miner/consensus';
import { createEthash } from '@medrec/miner/ethash';
import { buildGenesis, createExecutor, createSpec, type Executor } from '@medrec/miner/execution';
import { openStore, type Store } from '@medrec/miner/store';
import { bytesToHex, type Hex, hexToBytes, keccakHex } from '@medrec/shared/bytes';
import { type ChainSpec, devnetPreset, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { CHECKPOINT_TYPES, type SignedCheckpoint } from '@medrec/shared/checkpoints';
import { silentLogger } from '@medrec/shared/log';
import { medrecDomain } from '@medrec/shared/signing';
import { Wallet } from 'ethers';
import { LAB, manualClock, mine, OTHER_LAB, temporaryFolder } from '../chain/devnet-fixture.ts';

// Four hospitals with a seat each and the protocol's own contracts; a checkpoint every four blocks.

export const INTERVAL = 4;
const keyOf = (name: string): Hex => keccakHex(new TextEncoder().encode(name));
const PROVIDER_KEYS = [1, 2, 3, 4].map((number) => keyOf(`checkpoint provider ${number}`));
export const STRANGER = new Wallet(keyOf('no provider'));
export const PROVIDERS: readonly Wallet[] = PROVIDER_KEYS.map((key) => new Wallet(key));
export const accountOf = (wallet: Wallet): Hex => wallet.address.toLowerCase() as Hex;

const founder = (address: Hex) => ({
  address,
  commitment: keccakHex(hexToBytes(address)),
  encryptionKey: keccakHex(new Uint8Array(1)),
  host: '',
});

let made: Promise<ChainSpec> | undefined;

function networkSpec(): Promise<ChainSpec> {
  const policy = { minimumCohort: 5, lifetimeMicroRho: 1000, sliceMicroRho: 100, periodEpochs: 4, products: [] };
  made ??= createSpec({
    chainId: 4242,
    timestampSeconds: 1_700_000_000,
    config: {
      ...devnetPreset,
      version: 1,
      recordRules: true,
      difficulty: { durationDivisorSeconds: 2, boundDivisor: 32, minimum: 64 },
      checkpointInterval: INTERVAL,
      forks: [],
      products: [],
      providers: PROVIDERS.map((wallet) => ({ ...founder(accountOf(wallet)), ...policy })),
      labs: [founder(LAB.address), founder(OTHER_LAB.address)],
    },
  });
  return made;
}

export interface CheckpointNode {
  readonly dir: string;
  readonly store: Store;
  readonly executor: Executor;
  readonly chain: Chain;
  readonly checkpoints: Checkpoints;
  /** Seals and imports blocks on a parent, the head by default; `mark` makes branches differ. */
  extend(count: number, options?: { parent?: BlockHeader; mark?: number; transactions?: readonly TypedTransaction[] }): Promise<Block[]>;
  close(): Promise<void>;
}

export async function openCheckpointNode(folder?: string): Promise<CheckpointNode> {
  const dir = folder ?? (await temporaryFolder());
  const spec = await networkSpec();
  const common = createCommon(spec);
  const store = await openStore({ dir: join(dir, 'chain'), genesis: buildGenesis(spec, common), common });
  const executor = createExecutor({ spec, common, nodes: store.nodes });
  const ethash = createEthash(spec.config.medrec.ethash);
  const chain = await createChain({ spec, common, store, executor, ethash, clock: manualClock() });
  const checkpoints = await createCheckpoints({ chain, store, executor, dir, log: silentLogger() });
  return {
    ...{ dir, store, executor, chain, checkpoints },
    async extend(count, options = {}) {
      const blocks: Block[] = [];
      for (let i = 0; i < count; i++) {
        const parent = blocks.at(-1)?.header ?? options.parent ?? chain.head().header;
        const { mark = 0, transactions = [] } = options;
        const block = await mine({ chain, executor }, { parent, mark, transactions: i === 0 ? transactions : [] });
        await chain.importBlock(block, 'test');
        blocks.push(block);
      }
      return blocks;
    },
    async close() {
      await checkpoints.close();
      await chain.close();
      await ethash.close();
      await store.close();
    },
  };
}

export async function discardCheckpointNode(node: CheckpointNode): Promise<void> {
  await node.close();
  await rm(node.dir, { recursive: true });
}

export const hashOf = (block: Block | undefined): Hex => bytesToHex(block?.hash() ?? new Uint8Array(0));

/** The providers' signatures under one block. */
export async function signedBy(
  wallets: readonly Wallet[],
  { number, blockHash, base }: { number: bigint; blockHash: Hex; base: Hex },
): Promise<SignedCheckpoint> {
  const genesisHash = bytesToHex(buildGenesis(await networkSpec()).block.hash());
  const domain = medrecDomain(4242n, genesisHash);
  const signatures = await Promise.all(
    wallets.map(async (wallet) => (await wallet.signTypedData(domain, CHECKPOINT_TYPES, { number, blockHash, base })) as Hex),
  );
  return { number, blockHash, base, signatures };
}

export async function toRegistrar(wallet: Wallet, nonce: number, data: Hex): Promise<TypedTransaction> {
  const common = createCommon(await networkSpec());
  const fields = { nonce, gasPrice: 0, gasLimit: 1_000_000, to: REGISTRAR_ADDRESS, value: 0, data };
  return createLegacyTx(fields, { common }).sign(hexToBytes(wallet.privateKey as Hex));
}
