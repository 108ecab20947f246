import type { Block } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { describe, expect, it, vi } from 'vitest';
import { createBanList } from '../../../packages/miner/src/network/ban-list.ts';
import { createDiscipline } from '../../../packages/miner/src/network/discipline.ts';
import { createBlockCheck } from '../../../packages/miner/src/network/gossip/check-block.ts';
import { silentObserver } from '../../../packages/miner/src/network/observer.ts';
import { createFakeChain, decodeBlock, makeBlock, makeChain } from './fake-chain.ts';

// What would be lost: a flood of worthless blocks, each with thousands of transactions, would keep a node from its own work.

const FORBIDDEN = 66;

function check(length = 3) {
  const blocks = makeChain(length);
  const fake = createFakeChain(blocks);
  fake.forbid(FORBIDDEN);
  const bans = createBanList();
  const [onOrphan, onFar] = [vi.fn(), vi.fn()];
  const decode = vi.fn(decodeBlock);
  const discipline = createDiscipline({ bans, hangUp: () => undefined, log: silentLogger(), observer: silentObserver() });
  const run = createBlockCheck({ chain: fake.chain, decodeBlock: decode, discipline, onOrphan, onFar });
  /** Whole blocks that were decoded, not headers alone. */
  const bodiesDecoded = (data: Uint8Array): number => decode.mock.calls.filter(([rlp]) => Buffer.compare(rlp, data) === 0).length;
  return { blocks, fake, bans, onOrphan, onFar, run, bodiesDecoded, tip: blocks.at(-1) as Block };
}

/** A block's RLP with a body that costs something to decode, whatever its header says. */
const heavy = (block: Block): Uint8Array => RLP.encode([block.header.raw(), Array.from({ length: 500 }, () => new Uint8Array(100)), []]);

describe('a gossiped block', () => {
  it('is imported and passed on when its header, work and body are right', async () => {
    const { run, fake, tip } = check();
    const next = makeBlock(tip);
    expect(await run(next.serialize(), 'peer')).toBe('accept');
    expect(fake.chain.head().hash).toBe(bytesToHex(next.hash()));
  });

  it('is refused by its header alone, with the sender banned and the body never decoded', async () => {
    const { run, bans, bodiesDecoded, tip } = check();
    const data = heavy(makeBlock(tip, 100_000n, FORBIDDEN));
    expect(await run(data, 'liar')).toBe('reject');
    expect(bans.reasonOf('liar')).toBe('SEAL_INVALID');
    expect(bodiesDecoded(data)).toBe(0);
  });

  it('is refused by its work alone when its parent is unknown', async () => {
    const { run, bans, bodiesDecoded, onOrphan } = check();
    const stray = makeBlock(makeBlock(undefined, 7n), 100_000n, FORBIDDEN);
    const data = heavy(stray);
    expect(await run(data, 'liar')).toBe('reject');
    expect(bans.reasonOf('liar')).toBe('SEAL_INVALID');
    expect(bodiesDecoded(data)).toBe(0);
    expect(onOrphan).not.toHaveBeenCalled();
  });

  it('is not looked at when it is known, or when it is far off: then its sender is asked how far it is', async () => {
    const { run, bodiesDecoded, onFar, onOrphan, bans, tip } = check();
    expect(await run(heavy(tip), 'peer')).toBe('ignore');
    expect(bodiesDecoded(heavy(tip))).toBe(0);
    const far = makeChain(2000, makeBlock(undefined, 7n), 7n).at(-1) as Block;
    expect(await run(far.serialize(), 'peer')).toBe('ignore');
    expect(onFar).toHaveBeenCalledWith('peer');
    expect([onOrphan.mock.calls.length, bans.size()]).toEqual([0, 0]);
  });

  it('has its gap filled when its parent is unknown and its work is right', async () => {
    const { run, onOrphan, tip } = check();
    const orphan = makeBlock(makeBlock(tip));
    expect(await run(orphan.serialize(), 'peer')).toBe('ignore');
    expect(onOrphan).toHaveBeenCalledTimes(1);
  });

  it('gets its sender banned when it is no block at all', async () => {
    const { run, bans } = check();
    for (const [at, data] of [
      new Uint8Array(0),
      Uint8Array.of(1, 2, 3),
      RLP.encode([]),
      RLP.encode([new Uint8Array(3), [], []]),
    ].entries()) {
      expect(await run(data, `liar-${at}`)).toBe('reject');
      expect(bans.reasonOf(`liar-${at}`)).toBe('BLOCK_MALFORMED');
    }
  });
});
