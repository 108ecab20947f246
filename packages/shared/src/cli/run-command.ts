import { asMedrecError, type MedrecError } from '../errors/index.ts';
import { requireSupportedPlatform } from './platform.ts';

/**
 * Runs a program's `parseAsync` and turns any failure into one readable report on stderr and exit status 1;
 * with `--json` among the arguments the report is one JSON value. A reader that stops early (`| head`) ends it quietly.
 */
export async function runCommand(program: { parseAsync(argv: string[]): Promise<unknown> }, argv: string[] = process.argv): Promise<void> {
  process.stdout.on('error', endOnClosedPipe);
  try {
    requireSupportedPlatform();
    await program.parseAsync(argv);
  } catch (thrown) {
    const error = asMedrecError(thrown);
    process.stderr.write(argv.includes('--json') ? `${JSON.stringify({ error })}\n` : `${describeError(error)}\n`);
    if (process.env['MEDREC_DEBUG']) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}

/** What SIGPIPE, which Node ignores, does to other programs. */
function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}

/** An error as people read it: code, facts, cause, remedy. */
export function describeError(error: MedrecError): string {
  const facts = Object.entries(error.toJSON().facts).filter(([, value]) => value !== undefined);
  const lines = [`error ${error.code}: ${error.message}`, ...facts.map(([name, value]) => `  ${name}: ${value}`)];
  if (error.cause instanceof Error) lines.push(`  cause: ${error.cause.message}`);
  if (error.remedy) lines.push(`  what to do: ${error.remedy}`);
  return lines.join('\n');
}
