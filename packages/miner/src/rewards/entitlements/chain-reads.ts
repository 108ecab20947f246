import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { censusAbi, readContract, registrarAbi } from '@medrec/shared/contracts';
import type { ReleaseChain } from '../verify-release/types.ts';

/** What a lab reads from the contracts through its own node. */
export interface ChainReads extends ReleaseChain {
  genesisTime(): Promise<bigint>;
  /** Participant id of an address; 32 zero bytes when it has none. */
  idOf(account: Hex): Promise<Hex>;
  /** Where a participant's service listens. */
  hostOf(participantId: Hex): Promise<string>;
  entitlementOf(labId: Hex, releaseKey: Hex): Promise<{ tier: number; grantedAt: bigint }>;
}

export async function createChainReads(client: NodeClient): Promise<ChainReads> {
  const { chainId, genesisHash } = await client.config();
  const call = client.call;
  return {
    chainId: BigInt(chainId),
    genesisHash,
    genesisTime: () => readContract(call, CENSUS_ADDRESS, censusAbi, 'genesisTime', []),
    idOf: (account) => readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'idOf', [account]),
    hostOf: (id) => readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'hostOf', [id]),
    accountOf: async (id, block) => (await readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'participant', [id], block)).account,
    entitlementOf: (labId, key) => readContract(call, CENSUS_ADDRESS, censusAbi, 'entitlementOf', [labId, key]),
    releaseOf: (key) => readContract(call, CENSUS_ADDRESS, censusAbi, 'releaseOf', [key]),
    closedAt: (id, epoch) => readContract(call, CENSUS_ADDRESS, censusAbi, 'closedAt', [id, epoch]),
    async productOf(hash) {
      const product = await readContract(call, CENSUS_ADDRESS, censusAbi, 'productOf', [hash]);
      return product.exists ? { finestTier: product.finestTier, microRho: product.microRho } : undefined;
    },
    commitmentOf: (key, tier) => readContract(call, CENSUS_ADDRESS, censusAbi, 'commitmentOf', [key, tier]),
    snapshotRootOf: (id, epoch) => readContract(call, CENSUS_ADDRESS, censusAbi, 'snapshotRootOf', [id, epoch]),
    policyOf: (id, block) => readContract(call, CENSUS_ADDRESS, censusAbi, 'policyOf', [id], block),
    spentMicroRho: (id, block) => readContract(call, CENSUS_ADDRESS, censusAbi, 'spentMicroRho', [id], block),
  };
}
