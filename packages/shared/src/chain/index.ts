export {
  CENSUS_ADDRESS,
  PERMISSIONS_ADDRESS,
  PROTOCOL_ADDRESSES,
  REGISTRAR_ADDRESS,
  RELATIONSHIPS_ADDRESS,
  REWARD_RULE_ADDRESS,
  SUMMARY_ADDRESS,
  SYSTEM_ADDRESS,
} from './addresses.ts';
export type { EthereumForks } from './ethereum-forks.ts';
export { MAX_BLOCK_BYTES, SEAL_SIGNATURE_BYTES, SEALER_EXTRA_BYTES, SEALER_FREE_BYTES } from './limits.ts';
export { type LabFile, type ParticipantFile, type ProviderFile, readParticipantFile, writeParticipantFile } from './participant-file.ts';
export { devnetPreset, mainnetPreset, type SpecPreset } from './presets.ts';
export { ROLE, type Role, roleName } from './roles.ts';
export {
  type ChainSpec,
  type EthashSizes,
  type GenesisParticipant,
  gasLimitAt,
  type MedrecConfig,
  type ProviderGenesis,
  parseMedrecConfig,
  type QuotaConfig,
  readChainSpec,
  writeChainSpec,
} from './spec.ts';
