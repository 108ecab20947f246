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

/** Writes by rename, readable by its owner alone; big integers as decimal strings. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item), 2);
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, `${text}\n`, { mode: 0o600 });
  await rename(temporary, path);
}
