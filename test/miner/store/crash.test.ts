import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { idsBelow } from '@medrec/miner/execution';
import { hexToBytes } from '@medrec/shared/bytes';
import { expect, it } from 'vitest';
import { discardNode, extend, openNode, temporaryFolder } from '../chain/devnet-fixture.ts';

// What would be lost: a block that the node has told others about, or the state under its head.

const ROUNDS = 3;
const CHILD = join(import.meta.dirname, 'mining-child.ts');

async function mineUntilKilled(dir: string, blocks: number): Promise<bigint> {
  const child = spawn(process.execPath, [CHILD, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = 0n;
  let printed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = BigInt(line);
    if (++printed === blocks) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return last;
}

it('a killed node finds its last block, whole, and goes on from there', async () => {
  const dir = await temporaryFolder();
  for (let round = 1; round <= ROUNDS; round++) {
    const told = await mineUntilKilled(dir, 3 * round);
    const node = await openNode({ dir });
    expect(node.chain.head().number).toBeGreaterThanOrEqual(told);
    const { header, hash } = node.chain.head();
    const reached = [...idsBelow(node.store.nodes.topOf(header.stateRoot, hexToBytes(hash)), node.store.nodes)];
    expect(reached.length).toBeGreaterThan(0);
    await extend(node, 1);
    await node.close();
  }
  await discardNode(await openNode({ dir }));
});
