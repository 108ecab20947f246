import { readFile, stat } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';
import { type Mapping, mappingSchema } from './mapping-schema.ts';

const MAX_MAPPING_BYTES = 1024 * 1024;

/**
 * Reads the one mapping among a load's files.
 * @throws MedrecError `MAPPING_MISSING`, `MAPPING_INVALID`.
 */
export async function readMapping(paths: readonly string[]): Promise<Mapping> {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0) {
    throw new MedrecError({
      code: 'MAPPING_MISSING',
      message: path === undefined ? 'No mapping lies beside the files to load.' : 'More than one mapping lies beside the files to load.',
      facts: { found: paths.length },
      remedy: 'Put one mapping.json among the paths (docs/sources.md), or name a source that ships with its mapping.',
    });
  }
  if ((await stat(path)).size > MAX_MAPPING_BYTES) throw invalid(path, 'it is larger than 1 MiB');
  const value = parse(await readFile(path, 'utf8'));
  const parsed = mappingSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(path, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'not as documented'}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON value: the schema says so.
    return undefined;
  }
}

function invalid(path: string, why: string): MedrecError {
  return new MedrecError({
    code: 'MAPPING_INVALID',
    message: 'The mapping cannot be used.',
    facts: { path, why },
    remedy: 'Compare it with docs/sources.md and with the mappings that ship with this program.',
  });
}

const COLUMN_MISSING = 'MAPPING_COLUMN_MISSING';

/** For a template's column that the file's header lacks. */
export function columnMissing(column: string): MedrecError {
  return new MedrecError({ code: COLUMN_MISSING, message: 'The file has no such column.', facts: { column } });
}

export function isColumnMissing(thrown: unknown): boolean {
  return thrown instanceof MedrecError && thrown.code === COLUMN_MISSING;
}
