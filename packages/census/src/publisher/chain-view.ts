import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, gasLimitAt, PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { type ContractCall, censusAbi, permissionsAbi, readContract, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { createChainEvents } from './chain-events.ts';
import type { BlockTag, HospitalChain } from './ports.ts';

/** Blocks over which the mean time between them is taken. */
const PACE_BLOCKS = 16n;

/** The hospital's reading of its node. @throws MedrecError as `NodeClient`. */
export async function createChainView(client: NodeClient): Promise<HospitalChain> {
  const config = await client.config();
  const at =
    (tag: BlockTag): ContractCall =>
    (to, data) =>
      client.call(to, data, tag);
  const [genesisTime, epochSeconds] = await Promise.all([
    readContract(at('latest'), CENSUS_ADDRESS, censusAbi, 'genesisTime', []),
    readContract(at('latest'), CENSUS_ADDRESS, censusAbi, 'epochSeconds', []),
  ]);
  return {
    chainId: BigInt(config.chainId),
    genesisHash: config.genesisHash,
    confirmations: BigInt(config.confirmations),
    head: () => client.head(),
    blockHashAt: async (number) => (await client.blockByNumber(number))?.hash,
    checkpointInterval: config.checkpointInterval ?? 0,
    checkpoints: () => client.checkpoints(),
    submitCheckpoint: (checkpoint) => client.submitCheckpoint(checkpoint),
    async secondsPerBlock() {
      const head = await client.head();
      const span = head.number < PACE_BLOCKS ? head.number : PACE_BLOCKS;
      const before = await client.blockByNumber(head.number - span);
      if (before === undefined || span === 0n) return 1;
      return Number(head.timestamp - before.timestamp) / Number(span);
    },
    async quotaGas() {
      const limit = gasLimitAt(config, (await client.head()).number + 1n);
      const share = Math.min(config.quotas.providerShare, 1 - config.quotas.reservedPatientShare);
      return BigInt(Math.floor(Number(limit) * share));
    },
    async participantOf(account, tag) {
      const [id, participant] = await readContract(at(tag), REGISTRAR_ADDRESS, registrarAbi, 'participantOf', [account]);
      return { ...participant, id };
    },
    hostOf: (id) => readContract(at('latest'), REGISTRAR_ADDRESS, registrarAbi, 'hostOf', [id]),
    relationship: (relationship, tag) => readContract(at(tag), RELATIONSHIPS_ADDRESS, relationshipsAbi, 'relationshipOf', [relationship]),
    ownerOf: (relationship, tag) => readContract(at(tag), RELATIONSHIPS_ADDRESS, relationshipsAbi, 'ownerOf', [relationship]),
    rootOf: (relationship, index, tag) => readContract(at(tag), RELATIONSHIPS_ADDRESS, relationshipsAbi, 'rootOf', [relationship, index]),
    isGranted: (relationship, commitment, time, tag) =>
      readContract(at(tag), PERMISSIONS_ADDRESS, permissionsAbi, 'isGranted', [relationship, commitment, time]),
    async isRevoked(relationship, commitment, tag) {
      return (await readContract(at(tag), PERMISSIONS_ADDRESS, permissionsAbi, 'grantOf', [relationship, commitment])).revoked;
    },
    poolRevocations: () => client.poolRevocations(),
    currentEpoch: (tag) => readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'currentEpoch', []),
    epochEnd: async (epoch) => genesisTime + (epoch + 1n) * epochSeconds,
    async policyOf(providerId, tag) {
      return readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'policyOf', [providerId]);
    },
    isOffered: (providerId, product, tag) => readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'isOffered', [providerId, product]),
    closedAt: (providerId, epoch, tag) => readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'closedAt', [providerId, epoch]),
    snapshotRootOf: (providerId, epoch, tag) => readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'snapshotRootOf', [providerId, epoch]),
    releaseOf: (releaseKey, tag) => readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'releaseOf', [releaseKey]),
    commitmentOf: (releaseKey, tier, tag) => readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'commitmentOf', [releaseKey, tier]),
    mayClaim: (labId: Hex, releaseKey, tier, tag) =>
      readContract(at(tag), CENSUS_ADDRESS, censusAbi, 'mayClaim', [labId, releaseKey, tier]),
    ...createChainEvents(client),
  };
}
