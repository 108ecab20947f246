import { defineConfig } from 'vitest/config';

const unit = (name: string) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 30_000 },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './test/skip-reporter.ts'],
    projects: [
      unit('shared'),
      unit('census'),
      unit('miner'),
      unit('conformance'),
      unit('lint'),
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          // Real processes mostly wait for blocks: two files at a time keep two cores busy and the whole under five minutes.
          fileParallelism: true,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
