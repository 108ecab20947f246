import { join } from 'node:path';
import { runModel } from '../../miner/model/run-model.ts';
import type { Row } from '../row.ts';

export const modelRow: Row = {
  number: undefined,
  name: 'model',
  what: 'random blocks, forks, reorganisations, transactions, restarts and kills against a small model of the chain',
  sizes: { unit: 'steps', short: 300, full: 10_000 },
  async run(torture) {
    const { random, say, size: steps } = torture;
    const { operations, ...run } = await runModel({ dir: join(torture.dir, 'model'), random, steps, say });
    torture.check('roots, entitlements, pool and logs agree at every step', run.steps === steps, run.steps);
    torture.check('there were reorganisations', run.reorganisations > 0, run.reorganisations);
    torture.figure(
      'operations',
      Object.entries(operations)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    );
    torture.figure('blocks made', run.blocks);
    torture.figure('height', String(run.height));
    torture.figure('deepest reorganisation', run.deepest);
    torture.figure('waiting transactions lost in crashes', run.lostByCrashes);
  },
};
