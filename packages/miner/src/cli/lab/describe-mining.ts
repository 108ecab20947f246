import { formatRate, formatSeconds } from '../../telemetry/index.ts';
import type { MiningAnswer } from './read-mining.ts';

const GIBIBYTE = 2 ** 30;
const MEBIBYTE = 2 ** 20;

/** What an operator asks of the mining, one line each, the first word saying of what it is. */
export function describeMining(mining: MiningAnswer): string[] {
  const { threads, intensityPercent, hashRate, blocks, restarts } = mining;
  const by = threads === 0 ? 'outside miners only' : `${threads} thread${threads === 1 ? '' : 's'} at ${intensityPercent} %`;
  const speed = threads === 0 ? '' : `${formatRate(hashRate.seconds10)}, `;
  return [
    `mining    ${mining.mining ? `yes, ${speed}${by}` : `no: ${mining.reason}`}`,
    ...(mining.hashRateZero ? ['          HASH_RATE_ZERO: there is work and not one hash for 30 s; see the node’s log'] : []),
    ...describeWork(mining),
    `blocks    ${blocks.sealed} sealed, ${blocks.side} side, ${blocks.replaced} replaced, ${blocks.refused} refused`,
    // Outside miners' blocks are not in it, so without own threads there is nothing to say.
    ...(threads === 0 && mining.hashes === 0 ? [] : [`luck      ${describeLuck(mining)}`]),
    `dataset   ${describeDataset(mining.dataset)}`,
    ...describeRemote(mining.remote),
    ...(restarts.count === 0 ? [] : [`watchdog  ${describeRestarts(restarts)}`]),
  ];
}

/** Rates by thread and in all. Empty without threads. */
export function describeThreads({ byThread, hashRate }: MiningAnswer): string[] {
  if (byThread.length === 0) return [];
  const row = (cells: readonly string[]): string => cells.map((cell, at) => (at < 2 ? cell.padEnd(10) : cell.padStart(12))).join('');
  const rates = (of: MiningAnswer['hashRate']): string[] => [of.seconds10, of.seconds60, of.minutes15, of.max].map(formatRate);
  return [
    row(['thread', 'state', '10 s', '60 s', '15 min', 'max']),
    ...byThread.map((thread) => row([String(thread.slot), thread.state, ...rates(thread.hashRate)])),
    ...(byThread.length === 1 ? [] : [row(['all', '', ...rates(hashRate)])]),
  ];
}

function describeWork({ template, expectedBlockSeconds }: MiningAnswer): string[] {
  if (template === null) return [];
  const wait = expectedBlockSeconds === null ? '' : `, one in ${formatSeconds(expectedBlockSeconds)} on average`;
  const { number, difficulty, transactions } = template;
  return [`work      block ${number}, ${transactions} transactions, difficulty ${difficulty.toLocaleString('en')}${wait}`];
}

function describeRemote(remote: MiningAnswer['remote']): string[] {
  if (remote === null || remote.workers === 0) return [];
  return [`remote    ${remote.workers} outside miner${remote.workers === 1 ? '' : 's'}, by their own word ${formatRate(remote.hashRate)}`];
}

function describeLuck({ luck }: MiningAnswer): string {
  const { effortPercent, recentPercent, recentBlocks, lifePercent } = luck;
  const effort = `effort ${Math.round(effortPercent)} % in this round`;
  if (recentPercent === null || lifePercent === null) return `${effort}, no block by own threads yet`;
  return `${Math.round(recentPercent)} % over the last ${recentBlocks === 1 ? 'block' : `${recentBlocks} blocks`}, ${Math.round(lifePercent)} % since the start; ${effort}`;
}

function describeDataset({ state, epoch, bytes, doneBytes, secondsLeft, keptOnDisk }: MiningAnswer['dataset']): string {
  if (state === 'none' || bytes === null) return state === 'ready' ? 'ready' : 'none yet';
  const size = bytes >= GIBIBYTE / 10 ? `${(bytes / GIBIBYTE).toFixed(2)} GiB` : `${(bytes / MEBIBYTE).toFixed(2)} MiB`;
  const name = `epoch ${epoch}, ${size}`;
  if (state === 'ready') return `${name}, ready${keptOnDisk === false ? ', not kept on disk: see DATASET_NOT_KEPT in the node’s log' : ''}`;
  const left = secondsLeft === null ? '' : `, ${formatSeconds(secondsLeft)} left`;
  return `${name}, being prepared: ${Math.floor(((doneBytes ?? 0) / bytes) * 100)} %${left}`;
}

function describeRestarts({ count, lastReason, lastThread, lastAtMs }: MiningAnswer['restarts']): string {
  const why = lastReason === 'stalled' ? 'it stood still' : 'it ended';
  const ago = lastAtMs === null ? '' : `, ${formatSeconds(Math.max(0, (Date.now() - lastAtMs) / 1000))} ago`;
  return `${count} search thread${count === 1 ? '' : 's'} started again; last thread ${lastThread}, because ${why}${ago}`;
}
