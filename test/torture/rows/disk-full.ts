import { execFileSync } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../system/support/until.ts';
import { cannotCage } from '../cage.ts';
import type { Row } from '../row.ts';
import { startFeed } from '../world/feed.ts';
import { inspectStore } from '../world/inspect-store.ts';
import { foundRealNetwork, MINING, oneHead, peersOf } from '../world/real-node.ts';

/** What the file system is left with when it is filled: room for some blocks. */
const ROOM_BYTES = 256 * 1024;
const NAME = 'small';

export const diskFullRow: Row = {
  number: 2,
  name: 'disk-full',
  what: 'the disk of a mining node (a small tmpfs) fills up and is given room again',
  sizes: { unit: 'MiB, the disk', short: 48, full: 48 },
  isCaged: true,
  unable: cannotCage,
  async run(torture) {
    const mountPoint = join(torture.dir, NAME);
    await mkdir(mountPoint);
    execFileSync('ip', ['link', 'set', 'lo', 'up']);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${torture.size}m`, 'none', mountPoint]);
    torture.cleanUp(() => execFileSync('umount', [mountPoint]));
    const network = await foundRealNetwork(torture, [NAME, 'other']);
    const other = await network.start('other', MINING);
    const node = await network.start(NAME, [...MINING, ...peersOf(other)]);
    const feed = startFeed(network.world);
    torture.cleanUp(feed.stop);
    feed.to(other);
    await until('some blocks', async () => ((await node.head()).number >= 3 ? true : undefined));

    const filler = join(mountPoint, 'filler');
    const { bavail, bsize } = await statfs(mountPoint);
    await writeFile(filler, new Uint8Array(Math.max(0, bavail * bsize - ROOM_BYTES)));
    const before = await node.head();
    torture.say(`full at block ${before.number}`);
    const isNamed = ({ text }: { text: string }): boolean => /STORE_WRITE_FAILED|ENOSPC|No space left/.test(text);
    const line = await node.running.line(isNamed, 240_000);
    torture.check('a named error says that the store cannot be written', /STORE_WRITE_FAILED/.test(line.text), line.text.slice(0, 300));
    const isAlive = node.running.process.exitCode === null && node.running.process.signalCode === null;
    torture.figure('the node', isAlive ? 'stays up' : 'ends');

    await rm(filler);
    const goesOn = async (): Promise<true | undefined> => ((await node.head()).number > (await other.head()).number - 3 ? true : undefined);
    const wentOn = isAlive && (await until('it goes on by itself', goesOn, 60_000).catch(() => false)) === true;
    torture.figure('with room again', wentOn ? 'it goes on by itself' : 'it goes on after a restart');
    await node.stop();
    const { isWhole, faults } = await inspectStore(network.world, network.folder(NAME));
    torture.check('the store is whole', isWhole, faults);
    const again = await network.start(NAME, ['--no-mine', ...peersOf(other)]);
    const { head } = await oneHead([again, other], 120_000);
    torture.check('it reaches the other node’s head', head.number >= before.number, head.number);
    await again.stop();
  },
};
