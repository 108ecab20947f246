import { resolve } from 'node:path';

/** A path as the user meant it: package managers change the working directory and leave the user's in INIT_CWD. */
export function resolveUserPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
