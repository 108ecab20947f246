import type { Hex } from '../bytes/index.ts';
import { createNodeClient, type NetworkConfig, type NodeClient } from '../client/index.ts';
import { asMedrecError, MedrecError } from '../errors/index.ts';

export interface NodeSearch {
  /** The user's `--rpc`: with it no other node is asked. */
  readonly named: string | undefined;
  /** Addresses known from before, the likeliest first. */
  readonly known: readonly string[];
  /** Asked for when none of the known answers: a devnet's nodes have other ports after each start. */
  readonly others: () => Promise<readonly string[]>;
  /** The network that is wanted; undefined while any will do. */
  readonly genesisHash: Hex | undefined;
}

export interface FoundNode {
  readonly client: NodeClient;
  readonly network: NetworkConfig;
}

/**
 * The first node that answers and is of the wanted network.
 * @throws MedrecError `NODE_UNKNOWN` without any address, `NODE_UNREACHABLE`, `WRONG_NETWORK`, or why the named node failed.
 */
export async function connectNode({ named, known, others, genesisHash }: NodeSearch): Promise<FoundNode> {
  if (named !== undefined) return tryNode(named, genesisHash);
  const failures = new Map<string, MedrecError>();
  for (const addresses of [async () => known, others]) {
    for (const url of await addresses()) {
      if (failures.has(url)) continue;
      const found = await tryNode(url, genesisHash).catch(asMedrecError);
      if (!(found instanceof MedrecError)) return found;
      failures.set(url, found);
    }
  }
  throw noneAnswers(failures);
}

async function tryNode(url: string, genesisHash: Hex | undefined): Promise<FoundNode> {
  const client = createNodeClient({ url });
  try {
    const network = await client.config();
    if (genesisHash !== undefined && genesisHash.toLowerCase() !== network.genesisHash.toLowerCase()) {
      throw wrongNetwork(url, genesisHash, network.genesisHash);
    }
    return { client, network };
  } catch (error) {
    client.close();
    throw error;
  }
}

function noneAnswers(failures: ReadonlyMap<string, MedrecError>): MedrecError {
  const all = [...failures.values()];
  const refusal = all.find(({ code }) => code !== 'NODE_UNREACHABLE');
  if (refusal !== undefined) return refusal;
  if (all.length === 0) {
    return new MedrecError({
      code: 'NODE_UNKNOWN',
      message: 'The wallet does not know which node to ask.',
      remedy: 'Name one with --rpc, or start a devnet in this folder.',
    });
  }
  return new MedrecError({
    code: 'NODE_UNREACHABLE',
    message: 'None of the nodes that the wallet knows answers.',
    facts: { asked: [...failures.keys()].join(', ') },
    cause: all[0]?.cause,
    remedy: 'Start the devnet or the hospital’s node again, or name another node of the same network with --rpc.',
  });
}

function wrongNetwork(url: string, wanted: Hex, found: Hex): MedrecError {
  return new MedrecError({
    code: 'WRONG_NETWORK',
    message: 'The node is of another network than the wallet’s relationships or the invitation.',
    facts: { url, wanted, found },
    remedy: 'Name a node of the wallet’s network with --rpc, or use another --dir for this one.',
  });
}
