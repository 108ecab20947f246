import { stat } from 'node:fs/promises';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import { type Children, createChildren } from './children.ts';
import { type ConsoleOptions, createDevnetConsole, type DevnetConsole } from './console.ts';
import { type DevnetLayout, devnetLayout } from './layout.ts';
import { type LogLevel, startNetwork } from './network.ts';
import { type FiledReward, filedBefore, filedRewardOf, reportReward } from './report.ts';
import { setUp } from './setup.ts';
import { type DevnetSource, type DevnetState, describeSource, lockFolder, readState, requireSameSource, writeState } from './state.ts';
import { tellPatientsStory } from './story.ts';

export interface DevnetOptions {
  readonly root: string;
  readonly source: DevnetSource;
  readonly once: boolean;
  readonly logFormat: ConsoleOptions['format'];
  readonly logLevel: LogLevel;
}

/** Runs until the first reward (`once`), a signal or a failure; every child has ended when it returns. */
export async function runDevnet(options: DevnetOptions): Promise<MedrecError | undefined> {
  const layout = devnetLayout(options.root);
  await requireData(options.source);
  const before = await readState(layout);
  if (before) requireSameSource(before.source, options.source, layout);
  const unlock = await lockFolder(layout);
  const state: DevnetState = before ?? { version: 1, source: options.source, storyTold: false };
  if (!before) await writeState(layout, state);

  const console = createDevnetConsole({ format: options.logFormat });
  const stop = new AbortController();
  const rewards = Promise.withResolvers<FiledReward>();
  const children = createChildren({
    onLine: (line) => {
      console.line(line);
      const reward = filedRewardOf(line);
      if (reward) rewards.resolve(reward);
    },
    onFailure: (error) => stop.abort(error),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal));

  try {
    console.say(`${before ? 'resumes' : 'begins'} in ${layout.root} with ${describeSource(options.source)}`);
    await untilAborted(live(layout, state, options, children, console, rewards.promise, stop.signal), stop.signal);
    return undefined;
  } catch (error) {
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    if (reason === 'SIGINT' || reason === 'SIGTERM') return undefined;
    return asMedrecError(reason);
  } finally {
    console.say('stopping');
    await children.stopAll();
    await unlock();
  }
}

async function live(
  layout: DevnetLayout,
  state: DevnetState,
  options: DevnetOptions,
  children: Children,
  console: DevnetConsole,
  firstReward: Promise<FiledReward>,
  signal: AbortSignal,
): Promise<void> {
  await setUp(layout, options.source, children, console);
  const network = await startNetwork(layout, options.source, children, signal, options.logLevel);
  const story = state.storyTold
    ? Promise.resolve()
    : tellPatientsStory(layout, network, children, console).then(() => writeState(layout, { ...state, storyTold: true }));
  const [reward] = await Promise.all([(await filedBefore(layout, children)) ?? firstReward, story]);
  await reportReward(reward, layout, children, options.once);
  if (options.once) return;
  console.say('runs on; Ctrl-C stops it');
  await new Promise<never>(() => undefined); // the signal ends it
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<T>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  return Promise.race([work, promise]);
}

async function requireData(source: DevnetSource): Promise<void> {
  if (source.kind !== 'path') return;
  await stat(source.path).catch((cause: unknown) => {
    throw new MedrecError({
      code: 'DATA_MISSING',
      message: 'There is nothing at the path given with --data.',
      facts: { path: source.path },
      cause,
      remedy: 'Name a file or folder of FHIR R4 Bundles or NDJSON.',
    });
  });
}
