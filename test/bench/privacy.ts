import {
  createDiscreteGaussian,
  createDiscreteLaplace,
  createProposedLaplace,
  createRandomIntegers,
  createRejectedGaussian,
  drawMarginals,
  osRandom,
  planMarginals,
  rational,
} from '@medrec/census/privacy';

// `pnpm bench:privacy`: samples per second of processor time by inversion, beside rejection (Canonne, Kamath, Steinke 2020) and the words
// that the operating system gives, all in turns, medians of ROUNDS; the first use of a law makes its table and is shown apart. Then the
// error of all marginals of up to three of five attributes beside the bound of the singular values.

const SAMPLES = 1_000_000;
const ROUNDS = 5;
const MARGINALS = { sizes: [3, 10, 20, 22, 50], rho: 0.5, contributionBound: 1 };
const HUGE = rational(123_456_789_012_345n, 9_876_543_210_123n);
const random = createRandomIntegers(osRandom);

const SAMPLERS: Readonly<Record<string, () => () => number>> = {
  'words of the operating system': () => random.word,
  'Laplace 10, inversion': () => createDiscreteLaplace(10, 1, random),
  'Laplace 10, rejection': () => createProposedLaplace(10, 1, random),
  'Laplace 2^32/2^24, inversion': () => createDiscreteLaplace(2 ** 32, 2 ** 24 + 1, random),
  'Gaussian 10, inversion': () => createDiscreteGaussian(rational(10), random),
  'Gaussian 10, rejection': () => createRejectedGaussian(rational(10), random),
  'Gaussian 250/3, inversion': () => createDiscreteGaussian(rational(250, 3), random),
  'Gaussian 250/3, rejection': () => createRejectedGaussian(rational(250, 3), random),
  'Gaussian of 15-digit terms, inversion': () => createDiscreteGaussian(HUGE, random),
  'Gaussian of 15-digit terms, rejection': () => createRejectedGaussian(HUGE, random),
  'Gaussian 2^20 − 1/7, inversion': () => createDiscreteGaussian(rational(7 * 2 ** 20 - 1, 7), random),
};

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

const setups = new Map<string, number>();
const rates = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, create] of Object.entries(SAMPLERS)) {
    const begun = processorMs();
    const sample = create();
    const made = processorMs();
    for (let n = 0; n < SAMPLES; n += 1) sample();
    if (round === 0) setups.set(name, made - begun);
    rates.set(name, [...(rates.get(name) ?? []), SAMPLES / 1000 / (processorMs() - made)]);
  }
}
for (const [name, all] of rates) {
  const setup = (setups.get(name) ?? 0).toFixed(1);
  process.stdout.write(`${name.padEnd(40)} ${median(all).toFixed(2).padStart(8)} M/s   made in ${setup.padStart(6)} ms\n`);
}

for (const ways of [1, 2, 3]) {
  const sets = Array.from({ length: 32 }, (_, set) => [0, 1, 2, 3, 4].filter((axis) => (set >> axis) & 1));
  const marginals = sets.filter((set) => set.length <= ways);
  const plan = planMarginals({ ...MARGINALS, marginals });
  const begun = processorMs();
  const cells = drawMarginals(plan, new Int32Array(660_000), random).reduce((sum, marginal) => sum + marginal.cells.length, 0);
  const spent = (processorMs() - begun).toFixed(0);
  const figures = `RMSE ${plan.rmse.toFixed(4)}, ${(plan.rmse / plan.rmseBound).toFixed(7)} × bound`;
  process.stdout.write(`${marginals.length} marginals of ≤ ${ways} attributes: ${figures}, ${cells} cells drawn in ${spent} ms\n`);
}
process.stdout.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB\n`);
