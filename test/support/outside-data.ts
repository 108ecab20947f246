import { statSync } from 'node:fs';

/**
 * The folder of outside data, `MEDREC_TEST_DATA`; undefined when it is not set, and then the caller's tests are skipped
 * with this reason. `MEDREC_REQUIRE=data` (a list) turns that skip into a failure.
 */
export function outsideData(reason: string): string | undefined {
  const folder = process.env['MEDREC_TEST_DATA'];
  if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  if (folder !== undefined) throw new Error(`MEDREC_TEST_DATA names no folder: ${folder}`);
  if (process.env['MEDREC_REQUIRE']?.split(',').includes('data'))
    throw new Error(`MEDREC_REQUIRE has data, and MEDREC_TEST_DATA is not set: ${reason}`);
  process.stderr.write(`skipped, MEDREC_TEST_DATA is not set: ${reason}\n`);
  return undefined;
}
