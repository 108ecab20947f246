import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { expect, it } from 'vitest';
import { discardNode, extend, type Node, openNode, PROVIDER_KEY, temporaryFolder, transaction } from '../chain/devnet-fixture.ts';

// What would be lost: a failing disk would make the node serve, or build on, a history that never was.

const POSITIONS = 24;

async function tables(dir: string): Promise<string[]> {
  const names = await readdir(join(dir, 'chain'));
  return names.filter((name) => name.endsWith('.ldb')).map((name) => join(dir, 'chain', name));
}

/** Hash and body of each block, or the code of the error that came instead. */
async function readAll(node: Node, last: bigint): Promise<string[]> {
  const answers: string[] = [];
  for (let number = 0n; number <= last; number++) {
    try {
      const block = await node.chain.blockByNumber(number);
      const account = block && (await node.chain.accountAt(bytesToHex(block.hash()), bytesToHex(Buffer.alloc(20, 1))));
      answers.push(`${block ? bytesToHex(block.serialize()) : 'none'} ${account?.nonce ?? ''}`);
    } catch (error) {
      answers.push(error instanceof MedrecError ? error.code : String(error));
    }
  }
  return answers;
}

it('a byte flipped in a table file gives the right answer or a named error, wherever it is', async () => {
  const original = await openNode();
  for (let nonce = 0; nonce < 12; nonce++) await extend(original, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] });
  const last = original.chain.head().number;
  await original.close();
  // LevelDB moves its log into a table when it opens.
  const reopened = await openNode({ dir: original.dir });
  const expected = await readAll(reopened, last);
  await reopened.close();

  const copy = await temporaryFolder();
  const outcomes = new Set<string>();
  for (let position = 0; position < POSITIONS; position++) {
    await rm(copy, { recursive: true });
    await cp(original.dir, copy, { recursive: true });
    const [table] = (await tables(copy)).toSorted();
    const bytes = await readFile(table ?? '');
    const at = Math.floor((bytes.length * (position + 0.5)) / POSITIONS);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    await writeFile(table ?? '', bytes);
    try {
      const node = await openNode({ dir: copy });
      const answers = await readAll(node, node.chain.head().number);
      for (const [number, answer] of answers.entries()) {
        if (answer === expected[number]) continue;
        expect(answer).toMatch(/^(STORE_DAMAGED|STATE_NODE_MISSING)$/);
        outcomes.add(answer);
      }
      await node.close();
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^STORE_(DAMAGED|UNREADABLE)$/) });
      outcomes.add('refused to open');
    }
  }
  expect(outcomes.size).toBeGreaterThan(0);
  await rm(copy, { recursive: true });
  await discardNode(await openNode({ dir: original.dir }));
});
