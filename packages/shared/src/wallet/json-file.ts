import { readFile, rename, writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import { MedrecError } from '../errors/index.ts';

export interface JsonFileErrors {
  /** Error code when the file is missing, too long or has a wrong field. */
  readonly code: string;
  /** What the file is, for people: “invitation”, “ticket”. */
  readonly what: string;
  readonly remedy: string;
}

const MAX_CHARS = 1024 * 1024;

/** Reads a file that somebody else may have written. @throws MedrecError with the given code, naming path and field. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>, errors: JsonFileErrors): Promise<T> {
  const { code, what, remedy } = errors;
  let value: unknown;
  try {
    const text = await readFile(path, 'utf8');
    value = text.length > MAX_CHARS ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new MedrecError({ code, message: `The ${what} could not be read.`, facts: { path }, cause, remedy });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const facts = { path, field: issue?.path.join('.'), expected: issue?.message };
  throw new MedrecError({ code, message: `The ${what} has a wrong field.`, facts, remedy });
}

/**
 * For a file that may be the only one of its kind: never over another, and readable by its owner alone.
 * @throws MedrecError `FILE_EXISTS`, `FILE_UNWRITABLE`.
 */
export async function writeNewJsonFile(path: string, value: unknown): Promise<void> {
  await writeFile(path, jsonText(value), { mode: 0o600, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    const isTaken = cause.code === 'EEXIST';
    throw new MedrecError({
      code: isTaken ? 'FILE_EXISTS' : 'FILE_UNWRITABLE',
      message: isTaken ? 'A file of that name is there already.' : 'The file could not be written.',
      facts: { path },
      cause,
      remedy: 'Choose another --out; nothing was sent.',
    });
  });
}

/** Writes by rename, readable by its owner alone; big integers as decimal strings. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, jsonText(value), { mode: 0o600 });
  await rename(temporary, path);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item), 2)}\n`;
}
