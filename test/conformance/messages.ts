import type { FoundFile } from './find-files.ts';
import type { CaseResult } from './outcome.ts';

/** To a worker: one file to run. */
export interface RunRequest {
  readonly file: FoundFile;
  /** Source of a regular expression over `name fork case`; empty for all. */
  readonly filter: string;
}

/** From a worker, for each request. */
export interface RunReply {
  readonly file: FoundFile;
  readonly results: readonly CaseResult[];
}
