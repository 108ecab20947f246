import type { Block, BlockHeader } from '@ethereumjs/block';
import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { createCommon, signSealer } from '@medrec/miner/consensus';
import {
  type BlockTemplate,
  type BuildRequest,
  buildGenesis,
  createExecutor,
  createMemoryState,
  createSpec,
  type Executor,
  type MemoryState,
} from '@medrec/miner/execution';
import { concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { type ChainSpec, devnetPreset, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { computeAddress } from 'ethers';

export const PROVIDER_KEY: Hex = `0x${'11'.repeat(32)}`;
export const LAB_KEY: Hex = `0x${'22'.repeat(32)}`;
export const OTHER_LAB_KEY: Hex = `0x${'33'.repeat(32)}`;
export const STRANGER_KEY: Hex = `0x${'44'.repeat(32)}`;
export const addressOf = (key: Hex): Hex => computeAddress(key).toLowerCase() as Hex;
export const commitmentOf = (key: Hex): Hex => `0x${key.slice(2, 4).repeat(31)}aa`;

const PRODUCT: Hex = `0x${'c1'.repeat(32)}`;
const TIMESTAMP_SECONDS = 1_700_000_000;

const founder = (key: Hex) => ({ address: addressOf(key), commitment: commitmentOf(key), encryptionKey: key, host: 'http://127.0.0.1:1' });

/** One hospital and two labs on devnet rules. */
export function devnetSpec(): Promise<ChainSpec> {
  const policy = { minimumCohort: 5, lifetimeMicroRho: 1_000_000, sliceMicroRho: 500_000, periodEpochs: 10, products: [PRODUCT] };
  return createSpec({
    chainId: 1337,
    timestampSeconds: TIMESTAMP_SECONDS,
    config: {
      ...devnetPreset,
      version: 1,
      recordRules: true,
      forks: [],
      products: [{ id: 'C01', definitionHash: PRODUCT, finestTier: 3, microRho: 100_000 }],
      providers: [{ ...founder(PROVIDER_KEY), ...policy }],
      labs: [founder(LAB_KEY), founder(OTHER_LAB_KEY)],
    },
  });
}

export interface TestChain {
  readonly spec: ChainSpec;
  readonly genesis: Block;
  readonly executor: Executor;
  readonly nodes: MemoryState;
  /** An executor that has seen nothing yet, on the same store. */
  freshExecutor(): Executor;
  build(parent: BlockHeader, transactions: readonly TypedTransaction[], changes?: Partial<BuildRequest>): Promise<BlockTemplate>;
  /** `setHost` with that many bytes of zeros behind its arguments. */
  padded(nonce: number, bytes: number): TypedTransaction;
  setHost(nonce: number, host: string, key?: Hex, changes?: { gasLimit?: number; gasPrice?: number; to?: Hex }): TypedTransaction;
}

export async function createTestChain(): Promise<TestChain> {
  const spec = await devnetSpec();
  const common = createCommon(spec);
  const nodes = createMemoryState();
  const { block: genesis, writes } = buildGenesis(spec);
  nodes.keep({ stateRoot: genesis.header.stateRoot, writes });
  const freshExecutor = () => createExecutor({ spec, common: createCommon(spec), nodes });
  const executor = freshExecutor();
  return {
    spec,
    genesis,
    executor,
    nodes,
    freshExecutor,
    build: (parent, transactions, changes = {}) =>
      executor.buildBlock({
        parent,
        timestamp: parent.timestamp + 2n,
        coinbase: addressOf(LAB_KEY),
        ommers: [],
        transactions,
        freeExtra: new Uint8Array(32),
        sign: (digest) => signSealer(digest, LAB_KEY),
        ...changes,
      }),
    setHost: (nonce, host, key = PROVIDER_KEY, { gasLimit = 200_000, gasPrice = 0, to = REGISTRAR_ADDRESS } = {}) =>
      createLegacyTx({ nonce, gasLimit, gasPrice, to, value: 0, data: encodeCall(registrarAbi, 'setHost', [host]) }, { common }).sign(
        hexToBytes(key),
      ),
    padded: (nonce, bytes) =>
      createLegacyTx(
        {
          nonce,
          gasLimit: 100_000 + 4 * bytes,
          gasPrice: 0,
          to: REGISTRAR_ADDRESS,
          value: 0,
          // What follows the arguments is ignored by the ABI, but not by the network.
          data: concatBytes(hexToBytes(encodeCall(registrarAbi, 'setHost', [`http://${nonce}`])), new Uint8Array(bytes)),
        },
        { common },
      ).sign(hexToBytes(PROVIDER_KEY)),
  };
}
