import { formatRate, formatSeconds } from '../../telemetry/index.ts';
import type { WorkersAnswer } from './read-workers.ts';

type Worker = WorkersAnswer['workers'][number];

const HEADER = ['worker', 'protocol', 'accepted', 'stale', 'rejected', 'blocks', 'by shares', 'by its word', 'last seen'];

/** The outside miners as a table, who solved most first; below it why solutions were refused. */
export function describeWorkers({ stratum, connections, workers }: WorkersAnswer, nowMs: number): string[] {
  const listening = stratum === null ? 'no port is open for them (--stratum-port), only eth_getWork' : `they connect to ${stratum}`;
  const summary = `outside miners: ${workers.length}, ${connections} connected; ${listening}`;
  if (workers.length === 0) return [summary];
  const sorted = workers.toSorted((a, b) => b.blocks - a.blocks || b.accepted - a.accepted);
  const rows = [HEADER, ...sorted.map((worker) => cellsOf(worker, nowMs))];
  const widths = HEADER.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const refusals = sorted.flatMap(describeRejected);
  return [summary, ...rows.map((row) => lineOf(row, widths)), ...refusals];
}

function cellsOf(worker: Worker, nowMs: number): string[] {
  const { name, protocol, connections, accepted, stale, blocks, rejected } = worker;
  const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  const seen = connections > 0 ? 'connected' : `${formatSeconds(Math.max(0, (nowMs - worker.lastSeenMs) / 1000))} ago`;
  const rates = [worker.measuredHashRate, worker.reportedHashRate].map((rate) => (rate === 0 ? '–' : formatRate(rate)));
  return [name, protocol, ...[accepted, stale, refused, blocks].map(String), ...rates, seen];
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
}

function describeRejected({ name, rejected }: Worker): string[] {
  const reasons = Object.entries(rejected).map(([reason, count]) => `${count} ${reason}`);
  return reasons.length === 0 ? [] : [`rejected of ${name}: ${reasons.join(', ')}`];
}
