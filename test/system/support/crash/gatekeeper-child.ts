// The hospital's `serve` command, all of it, with hooks that kill the process where the folder MEDREC_CRASH_DIR says.
import { serveCommand } from '@medrec/census/cli/commands/serve';
import { runCommand } from '@medrec/shared/cli';
import { createKillHooks } from './kill-hooks.ts';
import { CRASH_DIR } from './points.ts';

// Called like `medrec-census serve …`: the command's name is not among its own arguments.
await runCommand(serveCommand(createKillHooks(process.env[CRASH_DIR] ?? '')), process.argv.toSpliced(2, 1));
