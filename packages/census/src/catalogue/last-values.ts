import type { Cohort } from './cohort/cohort.ts';

/**
 * Calls back with the band of a patient's last value of each test in a range of `MEASUREMENTS`, up to the reference year.
 * A value of an unknown year is older than all others.
 */
export function lastValues(
  { observation: { from, test, band, year, ordinal } }: Cohort,
  referenceYear: number,
  firstTest: number,
  tests: number,
): (patient: number, tell: (test: number, band: number) => void) => void {
  const latest = new Int32Array(tests);
  const bands = new Int8Array(tests);
  return (patient, tell) => {
    latest.fill(-1);
    for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
      const at = (test[row] as number) - firstTest;
      if (at < 0 || at >= tests || (year[row] as number) > referenceYear) continue;
      if ((ordinal[row] as number) <= (latest[at] as number)) continue;
      latest[at] = ordinal[row] as number;
      bands[at] = band[row] as number;
    }
    for (let at = 0; at < tests; at++) if (latest[at] !== -1) tell(at, bands[at] as number);
  };
}
