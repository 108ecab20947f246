import { createBlock } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createEVM } from '@ethereumjs/evm';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createAddressFromString, hexToBytes } from '@ethereumjs/util';
import { bytesToHex, type Hex, keccakHex } from '@medrec/shared/bytes';
import { type MedrecConfig, REGISTRAR_ADDRESS, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, genesisCalls, genesisContracts, registrarAbi } from '@medrec/shared/contracts';
import { Transaction } from 'ethers';
import { CHAIN_ID, GENESIS_HASH, RpcFailure, type RpcMethods } from '../client/fake-node.ts';

interface StoredLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logIndex: string;
}

export type ContractChain = Awaited<ReturnType<typeof createContractChain>>;

/**
 * The protocol's contracts in a Berlin EVM behind a node's JSON-RPC. A transaction is sealed when it is sent; every look
 * at the head adds an empty block, so that confirmations come as fast as they are asked for. State is the latest alone.
 */
export async function createContractChain(config: MedrecConfig) {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Berlin });
  const stateManager = new SimpleStateManager({ common });
  const evm = await createEVM({ common, stateManager });
  const logs: StoredLog[] = [];
  const receipts = new Map<string, unknown>();
  const nonces = new Map<string, number>();
  let head = 1;
  let skippedSeconds = 0n;

  const now = (): bigint => BigInt(Math.floor(Date.now() / 1000)) + skippedSeconds;
  const hashOf = (number: number): Hex => keccakHex(new TextEncoder().encode(`block ${number}`));

  async function run(from: string, to: string, data: string) {
    const block = createBlock(
      { header: { number: BigInt(head), timestamp: now(), gasLimit: 1_000_000_000n, difficulty: 1n } },
      { common, skipConsensusFormatValidation: true },
    );
    const caller = createAddressFromString(from);
    const { execResult } = await evm.runCall({
      block,
      caller,
      origin: caller,
      to: createAddressFromString(to),
      data: hexToBytes(data as Hex),
      gasLimit: 900_000_000n,
      skipBalance: true,
    });
    await evm.journal.cleanup();
    return { failed: execResult.exceptionError !== undefined, returned: bytesToHex(execResult.returnValue), execResult };
  }

  async function tryRun(from: string, to: string, data: string): Promise<Hex> {
    await evm.journal.checkpoint();
    const { failed, returned } = await run(from, to, data);
    await evm.journal.revert();
    if (failed) throw new RpcFailure(3, 'execution reverted', returned);
    return returned;
  }

  async function seal(from: string, to: string, data: string, hash: string): Promise<void> {
    head += 1;
    const { failed, returned, execResult } = await run(from, to, data);
    if (failed) throw new RpcFailure(3, 'execution reverted', returned);
    const place = { blockNumber: `0x${head.toString(16)}`, blockHash: hashOf(head), transactionHash: hash };
    const own = (execResult.logs ?? []).map(([address, topics, bytes], at) => ({
      address: bytesToHex(address),
      topics: topics.map((topic) => bytesToHex(topic)),
      data: bytesToHex(bytes),
      logIndex: `0x${at.toString(16)}`,
      ...place,
    }));
    logs.push(...own);
    receipts.set(hash, { ...place, gasUsed: '0x5208', status: '0x1', logs: own });
  }

  for (const { address, code } of genesisContracts()) await stateManager.putCode(createAddressFromString(address), hexToBytes(code));
  for (const { to, data } of genesisCalls(config, BigInt(CHAIN_ID), now())) await run(SYSTEM_ADDRESS, to, data);
  await run(SYSTEM_ADDRESS, REGISTRAR_ADDRESS, encodeCall(registrarAbi, 'anchorGenesis', [GENESIS_HASH]));

  const methods: RpcMethods = {
    medrec_config: () => ({ ...config, chainId: CHAIN_ID, genesisHash: GENESIS_HASH }),
    eth_blockNumber: () => `0x${head.toString(16)}`,
    eth_getBlockByNumber: ([tag]) => block(tag === 'latest' ? ++head : Number(tag)),
    eth_call: ([call]) => tryRun(`0x${'00'.repeat(20)}`, (call as { to: string }).to, (call as { data: string }).data),
    async eth_estimateGas([call]) {
      const { from, to, data } = call as { from: string; to: string; data: string };
      await tryRun(from, to, data);
      return '0x493e0';
    },
    eth_getTransactionCount: ([account]) => `0x${(nonces.get(String(account).toLowerCase()) ?? 0).toString(16)}`,
    async eth_sendRawTransaction([raw]) {
      const { from, to, data, nonce, hash } = Transaction.from(String(raw));
      const sender = String(from).toLowerCase();
      if (nonce !== (nonces.get(sender) ?? 0)) throw new RpcFailure(-32000, 'wrong nonce');
      await seal(sender, String(to), data, String(hash));
      nonces.set(sender, nonce + 1);
      return hash;
    },
    eth_getTransactionByHash: ([hash]) => (receipts.has(String(hash)) ? { hash } : null),
    eth_getTransactionReceipt: ([hash]) =>
      receipts.has(String(hash)) ? { transactionHash: hash, ...(receipts.get(String(hash)) as object) } : null,
    eth_getLogs: ([query]) => {
      const { address, topics, fromBlock, toBlock } = query as {
        address: string;
        topics: (string | null)[];
        fromBlock: string;
        toBlock: string;
      };
      const isWanted = (log: StoredLog): boolean =>
        log.address === address.toLowerCase() &&
        Number(log.blockNumber) >= Number(fromBlock) &&
        Number(log.blockNumber) <= Number(toBlock) &&
        topics.every((topic, at) => topic === null || topic.toLowerCase() === log.topics[at]);
      return logs.filter(isWanted);
    },
    medrec_poolRevocations: () => [],
  };

  function block(number: number) {
    return {
      number: `0x${number.toString(16)}`,
      hash: hashOf(number),
      parentHash: hashOf(number - 1),
      timestamp: `0x${now().toString(16)}`,
      gasLimit: '0x1c9c380',
      gasUsed: '0x0',
      difficulty: '0x400',
      miner: `0x${'22'.repeat(20)}`,
      transactions: [],
    };
  }

  return {
    methods,
    /** A transaction without a signature, for the hospital's side. */
    send: (from: string, to: string, data: Hex) => seal(from, to, data, keccakHex(new TextEncoder().encode(`transaction ${head} ${data}`))),
    call: (to: Hex, data: Hex) => tryRun(`0x${'00'.repeat(20)}`, to, data),
    head: () => head,
    /** How many transactions were sealed. */
    sealed: () => receipts.size,
    now,
    pass(seconds: number) {
      skippedSeconds += BigInt(seconds);
    },
  };
}
