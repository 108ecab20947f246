import { randomBytes } from 'node:crypto';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';

// Writes a word to a copy of a place, so that a test can show that it would be found there.

export const appendText = (path: string, text: string): Promise<void> => appendFile(path, text);

/** Among bytes that look encrypted. */
export function plantFile(path: string, word: string): Promise<void> {
  return writeFile(path, Buffer.concat([randomBytes(4096), Buffer.from(` ${word} `), randomBytes(4096)]));
}

/** As one more column of a Parquet file, compressed like the others. */
export async function plantParquet(path: string, word: string): Promise<void> {
  await run(':memory:', `COPY (SELECT *, '${word}' AS remark FROM '${path}') TO '${path}.tmp' (FORMAT parquet, COMPRESSION zstd)`);
  await rename(`${path}.tmp`, path);
}

export function plantRow(database: string, word: string): Promise<void> {
  return run(database, `INSERT INTO person (pid, sex) VALUES (1, '${word}')`);
}

async function run(file: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}
