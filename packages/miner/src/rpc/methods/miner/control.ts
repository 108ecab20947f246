import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { maxSearchThreads } from '../../../sealing/index.ts';
import { defineAdminMethod } from '../../method.ts';
import { none, positional } from '../../schemas.ts';
import type { MiningControl, RpcContext } from '../../types.ts';

// Plain numbers: these are for people at a shell, not for Ethereum's libraries.
const threads = z.int().min(0).max(maxSearchThreads());
const percent = z.int().min(1).max(100);

/** `miner_start`: true. Mining begins at once, or when the first sync has ended. */
export const minerStart = defineAdminMethod('miner_start', none, async (context) => {
  await controlOf(context).start();
  return true;
});

/** `miner_stop`: true. The threads end and the dataset's memory is given back. */
export const minerStop = defineAdminMethod('miner_stop', none, async (context) => {
  await controlOf(context).stop();
  return true;
});

/** `miner_setThreads [n]`: true; 0 leaves the mining to outside miners. */
export const minerSetThreads = defineAdminMethod('miner_setThreads', positional(threads), (context, [count]) => {
  controlOf(context).setThreads(count);
  return true;
});

/** `miner_setIntensity [percent]`: true. */
export const minerSetIntensity = defineAdminMethod('miner_setIntensity', positional(percent), (context, [share]) => {
  controlOf(context).setIntensity(share);
  return true;
});

function controlOf({ sealer }: RpcContext): MiningControl {
  if (sealer !== undefined) return sealer.control;
  throw new MedrecError({
    code: 'MINER_NO_KEY',
    message: 'The node has no lab’s key, so it cannot mine.',
    remedy: 'Make one with `medrec-miner init`, and start the node again.',
  });
}
