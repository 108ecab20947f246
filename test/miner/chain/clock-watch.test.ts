import type { BlockHeader } from '@ethereumjs/block';
import { silentLogger } from '@medrec/shared/log';
import { expect, it } from 'vitest';
import { createClockWatch } from '../../../packages/miner/src/chain/clock-watch.ts';
import { genesis, manualClock } from './devnet-fixture.ts';

// What would be lost: an operator whose machine's clock is wrong would see a node that takes no blocks, and no reason.

it('warns of blocks from the future with the number of seconds, once a minute', () => {
  const warned: { secondsAhead: number; number: bigint }[] = [];
  const log = Object.assign(silentLogger(), { warn: (facts: { secondsAhead: number; number: bigint }) => void warned.push(facts) });
  const clock = manualClock(1_700_000_000_000);
  const watch = createClockWatch(clock, log);
  const header = (number: bigint, seconds: bigint) =>
    ({ number, timestamp: 1_700_000_000n + seconds, coinbase: genesis.block.header.coinbase }) as BlockHeader;
  watch.sawFuture(header(7n, 3600n));
  watch.sawFuture(header(8n, 3602n));
  expect(warned).toMatchObject([{ code: 'CLOCK_SKEW', secondsAhead: 3600, number: 7n }]);
  clock.advance(60_000);
  watch.sawFuture(header(9n, 3665n));
  expect(warned).toMatchObject([{ number: 7n }, { number: 9n, secondsAhead: 3605 }]);
});
