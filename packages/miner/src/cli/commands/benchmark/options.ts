import { availableParallelism } from 'node:os';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { BenchmarkOptions } from '../../../benchmark/index.ts';
import { sizesAt } from '../../../ethash/index.ts';

const MOST_THREADS = 64;
/** Ethereum's own ended below epoch 520; the memory's limit is met, and named, long before. */
const MOST_EPOCHS = 100_000;

/** As commander gives them: text. */
export interface BenchmarkFlags {
  readonly threads?: string;
  readonly epoch: string;
  readonly runs: string;
  readonly seconds: string;
  readonly cacheBytes?: string;
  readonly datasetBytes?: string;
  readonly json: boolean;
}

const threadList = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'numbers with commas between them')
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.int().min(1).max(MOST_THREADS)).max(MOST_THREADS));

const flags = z.object({
  threads: threadList.optional(),
  epoch: z.coerce.number().int().min(0).max(MOST_EPOCHS),
  runs: z.coerce.number().int().min(1).max(100),
  seconds: z.coerce.number().min(0.01).max(600),
  cacheBytes: z.coerce.number().int().positive().multipleOf(64).optional(),
  datasetBytes: z.coerce.number().int().positive().multipleOf(128).optional(),
});

/** @throws MedrecError `OPTION_INVALID` */
export function parseFlags(given: BenchmarkFlags): Omit<BenchmarkOptions, 'progress'> {
  const parsed = flags.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw wrongOption(optionName(String(issue?.path[0] ?? '')), issue?.message);
  }
  const { threads, epoch, runs, seconds, cacheBytes, datasetBytes } = parsed.data;
  if ((cacheBytes === undefined) !== (datasetBytes === undefined)) throw wrongOption('--cache-bytes', 'both sizes, or neither');
  const sizes =
    cacheBytes === undefined ? sizesAt({ mode: 'standard' }, epoch) : sizesAt({ mode: 'fixed', cacheBytes, datasetBytes }, epoch);
  return { epoch, sizes, threads: threads ?? doubling(availableParallelism()), runs, secondsPerRun: seconds };
}

/** 1, 2, 4, … and the machine's own number. */
export function doubling(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < cores && count < MOST_THREADS; count *= 2) counts.push(count);
  return [...counts, Math.min(cores, MOST_THREADS)];
}

function optionName(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function wrongOption(option: string, expected: string | undefined): MedrecError {
  return new MedrecError({ code: 'OPTION_INVALID', message: 'An option has a wrong value.', facts: { option, expected } });
}
