import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress, describeError, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { findFiles } from './find-files.ts';
import { createReport, reportLines } from './report.ts';
import { runFiles } from './run-files.ts';

const USAGE = `Runs Ethereum's official JSON tests through this node's import path.

  conformance <folder or .tar.gz> [--filter <regex>] [--workers <n>] [--json]

  --filter   only cases whose "file fork case" matches
  --workers  threads (default: one per core, at most 4)
  --json     one object with suites, failures, skips and total

Exit status 1 when a case fails or when no case is found, 2 when it was called wrongly.
`;
const DEFAULT_WORKERS = Math.min(availableParallelism(), 4);

interface Options {
  readonly source: string;
  readonly filter: string;
  readonly workers: number;
  readonly json: boolean;
}

function readOptions(): Options | undefined {
  const { values, positionals } = parseArgs({
    // `pnpm run` passes on the `--` that ends its own options.
    args: process.argv.slice(2).filter((argument, at) => !(argument === '--' && at === 0)),
    allowPositionals: true,
    options: { filter: { type: 'string' }, workers: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [source] = positionals;
  const workers = Number(values.workers ?? DEFAULT_WORKERS);
  if (values.help || positionals.length !== 1 || source === undefined || !Number.isInteger(workers) || workers < 1) return undefined;
  return { source: resolveUserPath(source), filter: values.filter ?? '', workers, json: values.json ?? false };
}

async function main({ source, filter, workers, json }: Options): Promise<number> {
  // A wrong pattern or folder is told before anything is unpacked.
  new RegExp(filter);
  if (!existsSync(source)) throw sourceMissing(source);
  const unpackTo = mkdtempSync(join(tmpdir(), 'medrec-conformance-files-'));
  try {
    const files = await findFiles(source, unpackTo);
    const report = createReport();
    const progress = createProgress('conformance', 'files');
    let done = 0;
    await runFiles(files, {
      workers,
      filter,
      onReply(reply) {
        report.add(reply);
        progress.update(++done, files.length, reply.file.name);
      },
    });
    progress.finish();
    const result = report.finish();
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${reportLines(result).join('\n')}\n`);
    const found = result.total.passed + result.total.failed + result.total.skipped;
    if (found === 0) process.stderr.write(`No case of the official tests was found in ${source}.\n`);
    return result.total.failed > 0 || found === 0 ? 1 : 0;
  } finally {
    rmSync(unpackTo, { recursive: true, force: true });
  }
}

function sourceMissing(source: string): MedrecError {
  return new MedrecError({
    code: 'CONFORMANCE_SOURCE_MISSING',
    message: 'There is no such folder or archive.',
    facts: { source },
    remedy: 'Name the folder that Ethereum’s official tests lie in, or a .tar.gz of it.',
  });
}

try {
  const options = readOptions();
  if (!options) process.stderr.write(USAGE);
  process.exitCode = options ? await main(options) : 2;
} catch (error) {
  process.stderr.write(`${error instanceof MedrecError ? describeError(error) : error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
