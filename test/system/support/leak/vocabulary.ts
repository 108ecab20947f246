import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../processes.ts';
import { wordsOf } from './words.ts';

/** The generator's lists are names and streets themselves, and it does not run where real files are loaded. */
const NAMES_OF_ITS_OWN = 'packages/census/src/generator/';

/**
 * The words that programs, contracts and products are made of, read from the repository: "Grant", "Block" or "White" in a
 * log line tells nobody's name. Tests are no part of it.
 */
export async function ordinaryWords(): Promise<Set<string>> {
  const listed = execFileSync('git', ['ls-files', 'packages', 'scripts'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
  const sources = listed.filter((path) => /\.(ts|sol)$/.test(path) && !path.startsWith(NAMES_OF_ITS_OWN));
  const words = new Set<string>();
  for (const path of sources) for (const word of wordsOf(await readFile(join(ROOT, path), 'utf8').catch(() => ''))) words.add(word);
  return words;
}
