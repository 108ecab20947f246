import type { ClinicalResource } from '../record/index.ts';

/** A file as found under the paths a user named, or one stream of a server. */
export interface SourceFile {
  /** Absolute; a URL when it is remote. */
  readonly path: string;
  /** 0 when it is remote. */
  readonly bytes: number;
  /** On a server: it has no bytes to hash, may differ at the next load, and is read again each time. */
  readonly remote?: true;
  /** The path that the user named, where this is not it: the file that says how to reach the server. */
  readonly from?: string;
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
  /** Where to go on once this batch and all before it are stored; given back as `resumeFrom`. Secret like the records. */
  readonly checkpoint?: string;
}

export interface ReadContext {
  onRejected(rejection: Rejection): void;
  /** Bytes of the file as it lies on disk, for progress. */
  onBytes(bytes: number): void;
  /** The last checkpoint that an earlier load stored for this file. */
  readonly resumeFrom?: string;
  readonly signal?: AbortSignal;
}

/** A source with what it must know before it reads the first file: vocabularies, a mapping, a server's answers. */
export interface SourceReader {
  /** Digest of all that its resources depend on besides a file's own bytes; empty for none. Another one: files are read again. */
  readonly fingerprint: string;
  /** Streams a file in batches, with bounded memory. Bad content is reported to the context, never thrown. */
  read(file: SourceFile, context: ReadContext): AsyncIterable<ResourceBatch>;
}

/** One format that records come in. A new one is a folder here, a line in the registry, and a case of the conformance suite. */
export interface Source {
  readonly name: string;
  readonly title: string;
  /** By file name, for files found in folders; one named by itself is taken whatever its name. */
  accepts(path: string): boolean;
  /** What the paths a user named stand for, where that is no file. */
  list?(paths: readonly string[]): Promise<readonly SourceFile[]>;
  /** @param files all of this load, in order */
  open(files: readonly SourceFile[], context: Pick<ReadContext, 'onRejected' | 'signal'>): Promise<SourceReader>;
}
