import { MEASUREMENTS } from '../measurements.ts';

/** Place of an observation's LOINC code and unit in the public list of tests; −1 for none. A value in another unit is none. */
export const testSql = `(CASE ${MEASUREMENTS.map(
  ({ loinc, unit }, at) => `WHEN loinc IN (${loinc.map((code) => `'${code}'`).join(', ')}) AND unit = '${unit}' THEN ${at}`,
).join(' ')} ELSE -1 END)`;

/** The value's place among its test's public bands: the number of edges it reaches. */
export const bandSql = `(CASE test ${MEASUREMENTS.map(
  ({ edges }, at) =>
    `WHEN ${at} THEN (CASE ${edges.map((edge, band) => `WHEN value < ${edge} THEN ${band}`).join(' ')} ELSE ${edges.length} END)`,
).join(' ')} ELSE -1 END)`;
