import type { HandedJob, ProtocolName } from '../../types.ts';

/** How one family of miners is handed its work. What they send is told apart by the methods' names. */
export interface Dialect {
  readonly protocol: ProtocolName;
  /** Whether each connection searches its own nonces, beginning with its extranonce. */
  readonly hasExtranonce: boolean;
  /** The lines that hand out a job; `previous` is what the connection got before. */
  handOut(job: HandedJob, previous: HandedJob | undefined): string;
}

/** On a new head earlier work is worthless and must be dropped; a fresher template of the same head needs no hurry. */
export function isClean(job: HandedJob, previous: HandedJob | undefined): boolean {
  return previous?.work.parent !== job.work.parent;
}
