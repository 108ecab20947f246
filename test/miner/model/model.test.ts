import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../torture/random.ts';
import { runModel } from './run-model.ts';

// What would be lost: one chain out of many branches, whatever order blocks come in and whenever the process dies; with it the
// labs' earnings, the providers' budgets and the transactions that wait. `pnpm torture model --full` runs ten thousand steps.

const STEPS = 150;

it('says what a small model says, after every block, fork, reorganisation, restart and crash', async () => {
  const seed = Number(process.env['MEDREC_MODEL_SEED'] ?? randomInt(1, 2 ** 31));
  const dir = await mkdtemp(join(tmpdir(), 'medrec-model-'));
  try {
    const run = await runModel({ dir, random: createRandom(seed), steps: STEPS, say: () => undefined }).catch((error: unknown) => {
      throw new Error(`MEDREC_MODEL_SEED=${seed}`, { cause: error });
    });
    expect(run.reorganisations, `seed ${seed}`).toBeGreaterThan(0);
    expect(run.height).toBeGreaterThan(0n);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}, 240_000);
