import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Work } from '../../sealing/index.ts';
import type { WorkPackage } from '../types.ts';

/** What `eth_getWork` answers: the block number lets a miner prepare the next epoch's dataset. */
export function packageOf(work: Work, target: Uint8Array = work.target): WorkPackage {
  const number: Hex = `0x${work.blockNumber.toString(16)}`;
  return [bytesToHex(work.sealHash), bytesToHex(work.seedHash), bytesToHex(target), number];
}
