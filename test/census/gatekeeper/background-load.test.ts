import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBackgroundLoad } from '@medrec/census/gatekeeper';
import { openStores } from '@medrec/census/load';
import type { Logger } from '@medrec/shared/log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

type Line = { level: string; fields: Record<string, unknown>; text: string };

/** Loads one file of these lines, and gives what was logged. */
async function logOf(lines: readonly string[]): Promise<{ logged: Line[]; state: unknown }> {
  const dir = await temporaryFolder();
  await writeFile(join(dir, 'records.ndjson'), `${lines.join('\n')}\n`);
  const stores = await openStores(join(dir, 'hospital'), `0x${'11'.repeat(32)}`);
  onTestFinished(() => stores.close());
  const logged: Line[] = [];
  const at = (level: string) => (fields: Record<string, unknown>, text: string) => logged.push({ level, fields, text });
  const load = createBackgroundLoad(stores, { info: at('info'), warn: at('warn'), error: at('error') } as unknown as Logger);
  await load.start('fhir', [join(dir, 'records.ndjson')]);
  await load.finished();
  return { logged, state: load.state() };
}

describe('a load beside serving', () => {
  it('says how many lines it left out and where the first are, and nothing of what is in them', async () => {
    const bad = Array.from({ length: 7 }, () => '{"resourceType":"Patient","secret');
    const { logged } = await logOf(['{"resourceType":"Patient","id":"p1"}', ...bad]);
    expect(logged.map(({ level }) => level)).toEqual(['info', 'warn']);
    expect(logged[1]?.fields).toEqual({
      rejected: 7,
      byReason: { JSON_INVALID: 7 },
      first: [2, 3, 4, 5, 6].map((line) => `file 1, line ${line}: JSON_INVALID`),
    });
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('says so when it ends without a patient in the vault', async () => {
    const { logged, state } = await logOf(['not FHIR', 'nor this']);
    expect(logged.at(-1)).toMatchObject({ level: 'error', fields: { code: 'LOAD_NO_PATIENT', rejected: 2 } });
    expect(logged.at(-1)?.text).toMatch(/^no FHIR patient found in .*records\.ndjson; 2 lines rejected$/);
    expect(state).toMatchObject({ state: 'idle', code: 'LOAD_NO_PATIENT' });
  });
});
