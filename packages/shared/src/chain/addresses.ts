import type { Hex } from '../bytes/index.ts';

// The protocol's contracts stand in the genesis block at fixed addresses: ASCII "MedRec", zeros, a number.
export const REGISTRAR_ADDRESS: Hex = '0x4d65645265630000000000000000000000000001';
export const RELATIONSHIPS_ADDRESS: Hex = '0x4d65645265630000000000000000000000000002';
export const PERMISSIONS_ADDRESS: Hex = '0x4d65645265630000000000000000000000000003';
export const SUMMARY_ADDRESS: Hex = '0x4d65645265630000000000000000000000000004';
export const CENSUS_ADDRESS: Hex = '0x4d65645265630000000000000000000000000005';
export const REWARD_RULE_ADDRESS: Hex = '0x4d65645265630000000000000000000000000006';

/** The caller of `RewardRule.onBlock` after a block's last transaction, and of the genesis set-up. Nobody holds its key. */
export const SYSTEM_ADDRESS: Hex = '0xfffffffffffffffffffffffffffffffffffffffe';

/** What a transaction may be sent to (record rule `TX_TARGET`). The reward rule is called by the protocol alone. */
export const PROTOCOL_ADDRESSES: readonly Hex[] = [
  REGISTRAR_ADDRESS,
  RELATIONSHIPS_ADDRESS,
  PERMISSIONS_ADDRESS,
  SUMMARY_ADDRESS,
  CENSUS_ADDRESS,
];
