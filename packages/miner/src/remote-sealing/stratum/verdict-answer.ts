import type { SubmitVerdict } from '../../sealing/index.ts';
import type { RemoteReason } from '../types.ts';
import { errorLine, resultLine, STRATUM_CODE, type StratumRequest } from './messages.ts';

const REFUSALS: Readonly<Record<RemoteReason, readonly [code: number, message: string]>> = {
  'unknown-work': [STRATUM_CODE.stale, 'Job not found'],
  'wrong-mix': [STRATUM_CODE.other, 'Wrong mix hash'],
  'low-difficulty': [STRATUM_CODE.lowDifficulty, 'Low difficulty share'],
  duplicate: [STRATUM_CODE.duplicate, 'Duplicate share'],
  refused: [STRATUM_CODE.other, 'The chain refused the block'],
  busy: [STRATUM_CODE.other, 'Busy with other shares'],
  malformed: [STRATUM_CODE.other, 'Malformed share'],
  flood: [STRATUM_CODE.other, 'Too many shares'],
};

export function refusalLine(request: StratumRequest, reason: RemoteReason): string {
  return errorLine(request, ...REFUSALS[reason]);
}

export function verdictLine(request: StratumRequest, verdict: SubmitVerdict): string {
  if (verdict.kind === 'rejected') return refusalLine(request, verdict.reason);
  if (verdict.kind === 'stale') return errorLine(request, STRATUM_CODE.stale, 'Stale share');
  return resultLine(request, true);
}
