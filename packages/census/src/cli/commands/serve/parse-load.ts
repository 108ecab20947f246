import { resolveUserPath } from '@medrec/shared/cli';
import { InvalidArgumentError } from 'commander';
import { isRemotePath } from '../../../sources/index.ts';

export interface WantedLoad {
  /** A source's name, for example `fhir`. */
  readonly source: string;
  /** Absolute path of a file or folder, or a URL. */
  readonly path: string;
}

/** `SOURCE:PATH`, added to those given before. */
export function parseLoad(text: string, before: readonly WantedLoad[]): WantedLoad[] {
  const separator = text.indexOf(':');
  if (separator < 1 || separator === text.length - 1) throw new InvalidArgumentError('Give SOURCE:PATH, for example fhir:records/.');
  const path = text.slice(separator + 1);
  return [...before, { source: text.slice(0, separator), path: isRemotePath(path) ? path : resolveUserPath(path) }];
}
