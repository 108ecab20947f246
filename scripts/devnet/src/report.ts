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
export async function reportReward(reward: FiledReward, layout: DevnetLayout, children: Children, isLast: boolean): Promise<void> {
  const dir = layout.labs.find(({ name }) => name === reward.lab)?.dir ?? '';
  const shown = await children.run('medrec-miner', ['library', 'show', reward.name, '--dir', dir]);
  process.stdout.write(`\n${shown.trimEnd()}\n\n${nextSteps(reward, dir, layout, isLast).join('\n')}\n`);
}

const COMMAND = 'npx -y pnpm@12.21.0';

function nextSteps(reward: FiledReward, dir: string, layout: DevnetLayout, isLast: boolean): string[] {
  // In its usual place a devnet is found without being named; commands then speak of its first lab.
  const isUsualPlace = layout.root === defaultRoot();
  const at = isUsualPlace && dir === layout.labs[0]?.dir ? '' : ` --dir ${dir}`;
  const start = `${COMMAND} start${isUsualPlace ? '' : ` --dir ${layout.root}`}`;
  return [
    `${reward.lab} was paid a census, verified it against the chain, and filed it.`,
    '',
    ...(isLast
      ? [
          'The devnet ends here, as --once asks. Start it again, and it goes on where it stopped:',
          `  ${start}`,
          '',
          'While it runs, in another terminal:',
        ]
      : ['What to do next, in another terminal:']),
    `  ${COMMAND} medrec-miner status${at}`,
    '      is the lab mining, and if not, why',
    `  ${COMMAND} medrec-miner rewards${at}`,
    '      what it has earned, how deep, and what each reward waits for',
    `  ${COMMAND} medrec-miner library${at}`,
    '      every census it holds; needs no running devnet',
    `  ${COMMAND} medrec-wallet history --dir ${layout.patient}`,
    '      who read the patient’s record, which census counted her',
  ];
}
