import type { ClinicalResource } from '../record/index.ts';

/** A file as found under the paths a user named. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/** Why one line, entry or file was left out. The rest of the load goes on. */
export interface Rejection {
  readonly file: string;
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number;
  /** Position in the Bundle, from 0, when the line or document is one. */
  readonly entry?: number;
  /** Stable upper-case code, for example `JSON_INVALID`. Never holds content. */
  readonly reason: string;
}

export interface ResourceBatch {
  readonly resources: readonly ClinicalResource[];
  /** True when each patient's resources stand together in the source, so that the patients so far are of use already. */
  readonly patientsWhole: boolean;
  /** References to a patient that the file does not resolve; such resources carry no patient. */
  readonly unresolved: number;
}

export interface ReadContext {
  onRejected(rejection: Rejection): void;
  /** Bytes of the file as it lies on disk, for progress. */
  onBytes(bytes: number): void;
  readonly signal?: AbortSignal;
}

/** One format that records come in. A new one is a folder here and a line in the registry. */
export interface Source {
  readonly name: string;
  readonly title: string;
  /** By file name. */
  accepts(path: string): boolean;
  /** Streams a file in batches, with bounded memory. Bad content is reported to the context, never thrown. */
  read(file: SourceFile, context: ReadContext): AsyncIterable<ResourceBatch>;
}
