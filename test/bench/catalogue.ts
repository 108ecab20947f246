import { argv, stdout } from 'node:process';
import { catalogue } from '@medrec/census/catalogue';
import { generateColumns } from '@medrec/census/generator';

// What the whole catalogue costs over one hospital's coded columns, on one core, loading left out: all twenty products five
// times, by the process's own CPU time, which busy neighbours lengthen less than the clock's, with the clock's beside it,
// and the resident memory's peak. Usage: catalogue.ts [patients] (500,000 unless told: 80 M rows and more).

const RUNS = 5;
const REFERENCE_YEAR = 2025;
const patients = Number(argv[2] ?? 500_000);

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const seconds = (values: readonly number[]): string =>
  `${(median(values) / 1000).toFixed(2)} s (${values.map((ms) => (ms / 1000).toFixed(2)).join(', ')})`;

const started = performance.now();
const cohort = generateColumns({ patients, seed: 1, referenceYear: REFERENCE_YEAR });
const rows = (table: { readonly from: Uint32Array }): number => table.from[patients] ?? 0;
stdout.write(
  `${patients} patients, ${rows(cohort.encounter)} encounters, ${rows(cohort.condition)} conditions, ${rows(cohort.observation)} observations; ` +
    `drawn in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
);

const times = new Map<string, number[]>();
const totals: number[] = [];
const clocks: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const [cpu, clock] = [cpuMs(), performance.now()];
  for (const { definition, countCohort } of catalogue) {
    const start = cpuMs();
    countCohort(cohort, REFERENCE_YEAR);
    times.set(definition.id, [...(times.get(definition.id) ?? []), cpuMs() - start]);
  }
  totals.push(cpuMs() - cpu);
  clocks.push(performance.now() - clock);
}

for (const [id, values] of times) stdout.write(`${id}  ${median(values).toFixed(0).padStart(5)} ms\n`);
stdout.write(`all  CPU ${seconds(totals)}; clock ${seconds(clocks)}; medians of ${RUNS}\n`);
stdout.write(`peak memory ${(process.resourceUsage().maxRSS / 1024 / 1024).toFixed(2)} GiB, columns included\n`);
