import type { HDNodeWallet } from 'ethers';
import { createOutput, type Output, readPassphrase } from '../cli/index.ts';
import type { NetworkConfig, NodeClient } from '../client/index.ts';
import { medrecDomain, readKeystore, type TypedDomain } from '../signing/index.ts';
import { type CommonOptions, walletDir } from './common-options.ts';
import { connectNode } from './connect-node.ts';
import { devnetRpcs } from './devnet-rpcs.ts';
import type { Invitation } from './invitation.ts';
import type { WalletIo } from './io.ts';
import { createWalletStore, type WalletStore } from './wallet-file.ts';

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

/**
 * Opens the wallet, runs the command, and lets go of the node whatever comes. An invitation names a node and a network.
 * @throws MedrecError as `connectNode` and `readKeystore`.
 */
export async function withSession<T>(
  options: CommonOptions,
  io: WalletIo,
  run: (session: Session) => Promise<T>,
  invitation?: Pick<Invitation, 'rpc' | 'genesisHash'>,
): Promise<T> {
  const folder = walletDir(options);
  const store = createWalletStore(folder);
  const seed = await readKeystore(store.keystorePath, await readPassphrase(options.passphraseFile));
  const memory = await store.read();
  const { client, network } = await connectNode({
    named: options.rpc,
    known: [invitation?.rpc, memory.rpc].filter((rpc) => rpc !== undefined),
    others: () => devnetRpcs(folder),
    genesisHash: memory.genesisHash ?? invitation?.genesisHash,
  });
  try {
    const { genesisHash } = network;
    if (memory.rpc !== client.url || memory.genesisHash === undefined) await store.write({ ...memory, rpc: client.url, genesisHash });
    const domain = medrecDomain(BigInt(network.chainId), genesisHash);
    return await run({ seed, client, network, domain, store, io, output: createOutput(options.json === true, io.write) });
  } finally {
    client.close();
  }
}
