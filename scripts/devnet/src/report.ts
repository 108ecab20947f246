import type { Children, LogLine } from './children.ts';
import type { DevnetLayout } from './layout.ts';

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

/** Prints the paid table, where its files lie and what to do next, on stdout. */
export async function reportReward(reward: FiledReward, layout: DevnetLayout, children: Children, command: string): Promise<void> {
  const lab = layout.labs.find(({ name }) => name === reward.lab);
  const dir = lab?.dir ?? '';
  const shown = await children.run('medrec-miner', ['library', 'show', reward.name, '--dir', dir]);
  process.stdout.write(`\n${shown.trimEnd()}\n\n`);
  const next = [
    `${reward.lab} was paid its first census, verified it against the chain, and filed it.`,
    '',
    'What to do next (in another terminal):',
    `  ${command} medrec-miner status                 is the lab mining, and if not, why`,
    `  ${command} medrec-miner rewards                what it has earned, and how deep`,
    `  ${command} medrec-miner library                every census it holds`,
    `  ${command} medrec-wallet history --dir ${layout.patient}`,
    '                                                  who read the patient’s record, which census counted her',
  ];
  process.stdout.write(`${next.join('\n')}\n`);
}
