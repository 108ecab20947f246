import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Common } from '@ethereumjs/common';
import { type Chain, type ChainOptions, type Clock, createChain } from '@medrec/miner/chain';
import { buildGenesis, createExecutor } from '@medrec/miner/execution';
import { openStore, type Store } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';

export interface OpenChain {
  readonly chain: Chain;
  close(): Promise<void>;
}

/** In memory where the system offers that: thousands of stores are opened, synced and thrown away. */
const STORES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Later than any block of the suites: their timestamps lie in years that have not come. Nothing waits for its time. */
const LATEST: Clock = { nowMs: () => Number.MAX_VALUE, after: () => () => undefined };

/** The node's own chain on a store in a new folder: what a block from a peer goes through, without the peer. */
export async function openChain(spec: ChainSpec, common: Common, ethash: ChainOptions['ethash']): Promise<OpenChain> {
  const dir = mkdtempSync(join(STORES, 'medrec-conformance-'));
  const genesis = buildGenesis(spec, common);
  const store = await openStore({ dir, genesis, common });
  const executor = createExecutor({
    spec,
    common,
    nodes: store.nodes,
    ancestorHash: async (from, number) => ancestorHash(store, from, number),
  });
  const chain = await createChain({ spec, common, store, executor, ethash, clock: LATEST });
  return {
    chain,
    async close() {
      await chain.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** For BLOCKHASH on the branch that the block extends, which may not be the canonical one. */
function ancestorHash(store: Store, from: Uint8Array, number: bigint): Uint8Array | undefined {
  let header = store.header(bytesToHex(from));
  while (header !== undefined && header.number > number) header = store.header(bytesToHex(header.parentHash));
  return header?.hash();
}
