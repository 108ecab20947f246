import type { HDNodeWallet } from 'ethers';
import { createOutput, type Output, readPassphrase } from '../cli/index.ts';
import { createNodeClient, type NetworkConfig, type NodeClient } from '../client/index.ts';
import { MedrecError } from '../errors/index.ts';
import { medrecDomain, readKeystore, type TypedDomain } from '../signing/index.ts';
import { type CommonOptions, walletDir } from './common-options.ts';
import { devnetRpc } from './devnet-rpc.ts';
import type { WalletIo } from './io.ts';
import { createWalletStore, type WalletFile, type WalletStore } from './wallet-file.ts';

/** An opened wallet, connected to a node. */
export interface Session {
  readonly seed: HDNodeWallet;
  readonly client: NodeClient;
  readonly network: NetworkConfig;
  readonly domain: TypedDomain;
  readonly store: WalletStore;
  readonly output: Output;
  readonly io: WalletIo;
}

/** Opens the wallet, runs the command, and lets go of the node whatever comes. */
export async function withSession<T>(
  options: CommonOptions,
  io: WalletIo,
  run: (session: Session) => Promise<T>,
  fallbackRpc?: string,
): Promise<T> {
  const store = createWalletStore(walletDir(options));
  const seed = await readKeystore(store.keystorePath, await readPassphrase(options.passphraseFile));
  const memory = await store.read();
  const rpc = options.rpc ?? fallbackRpc ?? memory.rpc ?? (await devnetRpc());
  if (rpc === undefined) throw nodeUnknown();
  const client = createNodeClient({ url: rpc });
  try {
    const network = await client.config();
    requireSameNetwork(memory, network);
    if (memory.rpc !== rpc || memory.genesisHash === undefined) await store.write({ ...memory, rpc, genesisHash: network.genesisHash });
    const domain = medrecDomain(BigInt(network.chainId), network.genesisHash);
    return await run({ seed, client, network, domain, store, io, output: createOutput(options.json === true, io.write) });
  } finally {
    client.close();
  }
}

function requireSameNetwork(memory: WalletFile, network: NetworkConfig): void {
  if (memory.genesisHash === undefined || memory.genesisHash.toLowerCase() === network.genesisHash.toLowerCase()) return;
  throw new MedrecError({
    code: 'WRONG_NETWORK',
    message: 'The wallet’s relationships are on another network than this node.',
    facts: { wallet: memory.genesisHash, node: network.genesisHash },
    remedy: 'Name a node of the wallet’s network with --rpc, or use another --dir for this one.',
  });
}

function nodeUnknown(): MedrecError {
  return new MedrecError({
    code: 'NODE_UNKNOWN',
    message: 'The wallet does not know which node to ask.',
    remedy: 'Name one with --rpc, or start a devnet in this folder.',
  });
}
