import { buildKernel } from '../packages/miner/scripts/build-kernel.ts';
import { buildContracts } from '../packages/shared/scripts/build-contracts.ts';

// Runs before every root script. What is current is left alone; nothing is printed, because stdout is the script's own.
await buildContracts();
await buildKernel();
