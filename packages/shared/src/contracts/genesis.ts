import type { Hex } from '../bytes/index.ts';
import {
  CENSUS_ADDRESS,
  type GenesisParticipant,
  type MedrecConfig,
  PERMISSIONS_ADDRESS,
  REGISTRAR_ADDRESS,
  RELATIONSHIPS_ADDRESS,
  REWARD_RULE_ADDRESS,
  SUMMARY_ADDRESS,
} from '../chain/index.ts';
import { encodeCall } from './calls.ts';
import { rewardRuleCode } from './generated/BountyToSealer.ts';
import { censusAbi, censusCode } from './generated/Census.ts';
import { permissionsCode } from './generated/Permissions.ts';
import { registrarAbi, registrarCode } from './generated/Registrar.ts';
import { relationshipsCode } from './generated/Relationships.ts';
import { summaryCode } from './generated/Summary.ts';

/** A contract of the genesis block. */
export interface GenesisContract {
  readonly address: Hex;
  /** Runtime bytecode. */
  readonly code: Hex;
}

/** A call of the genesis set-up, to be made by `SYSTEM_ADDRESS`, in order. */
export interface GenesisCall {
  readonly to: Hex;
  readonly data: Hex;
}

export function genesisContracts(): GenesisContract[] {
  return [
    { address: REGISTRAR_ADDRESS, code: registrarCode },
    { address: RELATIONSHIPS_ADDRESS, code: relationshipsCode },
    { address: PERMISSIONS_ADDRESS, code: permissionsCode },
    { address: SUMMARY_ADDRESS, code: summaryCode },
    { address: CENSUS_ADDRESS, code: censusCode },
    { address: REWARD_RULE_ADDRESS, code: rewardRuleCode },
  ];
}

/**
 * What fills the genesis storage: run these in an EVM over `genesisContracts()` and write the storage that results to
 * `alloc`. `genesisTimestamp` in unix seconds is where census epoch 0 begins.
 */
export function genesisCalls(config: MedrecConfig, chainId: bigint, genesisTimestamp: bigint): GenesisCall[] {
  const clock = {
    genesisTime: genesisTimestamp,
    epochSeconds: BigInt(config.censusEpochSeconds),
    closeGraceSeconds: BigInt(config.closeGraceSeconds),
    commonsDelayEpochs: config.commonsDelayEpochs,
    disputeBlocks: config.disputeBlocks,
  };
  const products = config.products.map((product) => ({
    product: product.definitionHash,
    finestTier: product.finestTier,
    microRho: BigInt(product.microRho),
  }));
  const policies = config.providers.map((provider) => ({
    providerId: provider.commitment,
    minimumCohort: provider.minimumCohort,
    lifetimeMicroRho: BigInt(provider.lifetimeMicroRho),
    sliceMicroRho: BigInt(provider.sliceMicroRho),
    periodEpochs: provider.periodEpochs,
    products: provider.products,
  }));
  const participants = [config.providers.map(participantOf), config.labs.map(participantOf)] as const;
  return [
    {
      to: REGISTRAR_ADDRESS,
      data: encodeCall(registrarAbi, 'initialize', [chainId, BigInt(config.rotationDelaySeconds), ...participants]),
    },
    { to: CENSUS_ADDRESS, data: encodeCall(censusAbi, 'initialize', [clock, products, policies]) },
  ];
}

function participantOf(participant: GenesisParticipant): { account: Hex; commitment: Hex; encryptionKey: Hex; host: string } {
  const { address, commitment, encryptionKey, host } = participant;
  return { account: address, commitment, encryptionKey, host };
}
