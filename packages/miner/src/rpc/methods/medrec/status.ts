import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';
import { describeCheckpoints } from './checkpoints.ts';

/** What an operator asks first: where is the head, who is there, is it mining, and if not, why. */
export const medrecStatus = defineMethod('medrec_status', none, ({ chain, checkpoints, pool, peers, sealer, clientVersion }) => {
  const head = chain.head();
  const progress = peers.syncing();
  return {
    clientVersion,
    network: chain.spec.config.medrec.network,
    genesisHash: chain.genesisHash,
    head: {
      number: quantity(head.number),
      hash: head.hash,
      timestamp: quantity(head.header.timestamp),
      difficulty: quantity(head.header.difficulty),
      totalDifficulty: quantity(head.totalDifficulty),
    },
    peers: peers.count(),
    p2p: peers.addresses(),
    syncing: progress ? { currentBlock: quantity(progress.currentBlock), highestBlock: quantity(progress.highestBlock) } : null,
    pool: { transactions: pool.all().length, ready: pool.ready().length },
    checkpoints: describeCheckpoints(checkpoints.status()),
    sealer: sealer
      ? { address: sealer.coinbase, mining: sealer.isMining(), hashRate: sealer.hashRate(), reason: sealer.idleReason() ?? null }
      : null,
  };
});
