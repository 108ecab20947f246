import { join } from 'node:path';
import { z } from 'zod';
import type { Children, LogLine } from './children.ts';
import { type DevnetLayout, defaultRoot } from './layout.ts';
import { exists } from './wait.ts';

/** A reward that a lab has claimed, verified and filed; read from its log. */
export interface FiledReward {
  readonly lab: string;
  /** Its name in the lab's library. */
  readonly name: string;
}

/** The log event with which a lab says that a release is in its library. */
export function filedRewardOf(line: LogLine): FiledReward | undefined {
  const { event, name } = line.fields;
  return event === 'reward.filed' && typeof name === 'string' ? { lab: line.from, name } : undefined;
}

const library = z.looseObject({ releases: z.array(z.looseObject({ name: z.string() })) });

/** A reward that an earlier run already brought; undefined when none has come yet. */
export async function filedBefore(layout: DevnetLayout, children: Children): Promise<FiledReward | undefined> {
  for (const { name: lab, dir } of layout.labs) {
    if (!(await exists(join(dir, 'library')))) continue;
    const { releases } = library.parse(JSON.parse(await children.run('medrec-miner', ['library', '--json', '--dir', dir])));
    const [newest] = releases;
    if (newest) return { lab, name: newest.name };
  }
  return undefined;
}

/** Prints the paid table, where its files lie and what to do next, on stdout. */
export async function reportReward(reward: FiledReward, layout: DevnetLayout, children: Children, command: string): Promise<void> {
  const lab = layout.labs.find(({ name }) => name === reward.lab);
  const dir = lab?.dir ?? '';
  const shown = await children.run('medrec-miner', ['library', 'show', reward.name, '--dir', dir]);
  process.stdout.write(`\n${shown.trimEnd()}\n\n`);
  // In its usual place a devnet is found without being named.
  const at = layout.root === defaultRoot() ? '' : ` --dir ${dir}`;
  const next = [
    `${reward.lab} was paid its first census, verified it against the chain, and filed it.`,
    '',
    'What to do next (in another terminal):',
    `  ${command} medrec-miner status${at}`,
    '      is the lab mining, and if not, why',
    `  ${command} medrec-miner rewards${at}`,
    '      what it has earned, how deep, and what each reward waits for',
    `  ${command} medrec-miner library${at}`,
    '      every census it holds',
    `  ${command} medrec-wallet history --dir ${layout.patient}`,
    '      who read the patient’s record, which census counted her',
  ];
  process.stdout.write(`${next.join('\n')}\n`);
}
