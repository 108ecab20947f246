import type { Logger } from '@medrec/shared/log';
import type { LoadReport } from '../load/index.ts';

const REJECTIONS_LOGGED = 5;

/** Writes down how a load ended: counts, and the places of the first lines left out, never what is in them. */
export function logLoaded(report: LoadReport, { paths, isEmpty }: { paths: readonly string[]; isEmpty: boolean }, log: Logger): void {
  const { source, files, patients, rejected, resources, seconds } = report;
  log.info({ files, patients: patients.added, resources: resources.read, rejected: rejected.total, seconds }, 'loaded');
  if (rejected.total > 0) {
    // A file's name may be a patient's: exports of one file per patient are named so. The log tells files apart by number.
    const numbers = new Map([...new Set(rejected.first.map(({ file }) => file))].map((file, at) => [file, at + 1]));
    const first = rejected.first
      .slice(0, REJECTIONS_LOGGED)
      .map(({ file, line, reason }) => `file ${numbers.get(file)}, line ${line}: ${reason}`);
    log.warn(
      { rejected: rejected.total, byReason: rejected.byReason, first },
      `${rejected.total} lines were rejected (${first.join('; ')}); \`medrec-census load\` names the files`,
    );
  }
  if (!isEmpty) return;
  const where = paths.join(', ');
  const code = 'LOAD_NO_PATIENT';
  log.error(
    { code, source, rejected: rejected.total },
    `no ${source.toUpperCase()} patient found in ${where}; ${rejected.total} lines rejected`,
  );
}
