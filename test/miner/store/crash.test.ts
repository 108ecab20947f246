import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAsIs, verifyStore } from '@medrec/miner/store';
import { expect, it } from 'vitest';
import { common, discardNode, extend, openNode, temporaryFolder } from '../chain/devnet-fixture.ts';

// What would be lost: a block that the node has told others about, or the state under its head.

/** Milliseconds after the last block of the round that was told, when the process is killed: in the midst of the next ones. */
const KILLED_AFTER_MS = [0, 5, 12, 27, 60];
const OPENED_WITHIN_MS = 5000;
const CHILD = join(import.meta.dirname, 'mining-child.ts');

/** @returns the highest block that was told before the kill */
async function mineUntilKilled(dir: string, blocks: number, afterMs: number): Promise<bigint> {
  const child = spawn(process.execPath, [CHILD, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = 0n;
  let printed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = BigInt(line);
    if (++printed === blocks) void sleep(afterMs).then(() => child.kill('SIGKILL'));
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return last;
}

it('a killed node finds its last block, whole, with nothing missing and nothing left over, and goes on from there', {
  timeout: 120_000,
}, async () => {
  const dir = await temporaryFolder();
  for (const [round, afterMs] of KILLED_AFTER_MS.entries()) {
    const told = await mineUntilKilled(dir, 4 + 3 * round, afterMs);
    const store = await openAsIs(join(dir, 'chain'), common);
    const { report } = await verifyStore(store, { isDeep: true });
    await store.disk.close();
    expect(report).toMatchObject({ isWhole: true, unreachable: 0, faults: [] });

    const started = performance.now();
    const node = await openNode({ dir, keptStates: 6 });
    expect(performance.now() - started).toBeLessThan(OPENED_WITHIN_MS);
    expect(node.chain.head().number).toBeGreaterThanOrEqual(told);
    await extend(node, 1);
    await node.close();
  }
  await discardNode(await openNode({ dir }));
});
