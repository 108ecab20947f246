import { devnetPreset, gasLimitAt, type MedrecConfig } from '@medrec/shared/chain';

/** A devnet block's gas, and how much of it one provider may send (`TX_QUOTA`). */
export const BLOCK_GAS: number = Number(gasLimitAt(devnetPreset as MedrecConfig, 1n));
export const PROVIDER_GAS: number = Math.floor(BLOCK_GAS * devnetPreset.quotas.providerShare);
