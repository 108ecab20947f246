import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecordLog } from '@medrec/miner/store';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

// What would be lost: certificates and waiting transactions lie in such files. A kill in the middle of a write, or a changed
// byte, must cost what lies behind it at most, and never be read as something else.

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-log-'));
  path = join(dir, 'log');
});
afterEach(() => rm(dir, { recursive: true }));

const options = { maxRecordBytes: 1000, maxBytes: 100_000, sync: false };
const openLog = () => openRecordLog({ path, ...options });
const records = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });

async function write(written: readonly Uint8Array[]): Promise<Buffer> {
  await rm(path, { force: true });
  const log = await openLog();
  await Promise.all(written.map(log.append));
  await log.close();
  return readFile(path);
}

async function readAll(): Promise<{ found: readonly Uint8Array[]; lostBytes: number }> {
  const log = await openLog();
  const found = log.takeFound();
  await log.close();
  return { found, lostBytes: log.lostBytes };
}

it('gives back what was appended, in order', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (written) => {
      await write(written);
      expect(await readAll()).toEqual({ found: written, lostBytes: 0 });
    }),
    { numRuns: 30 },
  );
});

it('cut anywhere, or with any byte changed, it gives a beginning of what was appended, and can be appended to', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat(), fc.boolean(), async (written, at, isCut) => {
      const bytes = await write(written);
      if (bytes.length === 0) return;
      const place = at % bytes.length;
      if (isCut) await truncate(path, place);
      else await writeFile(path, bytes.with(place, (bytes[place] ?? 0) ^ 0x41));
      const { found } = await readAll();
      expect(found).toEqual(written.slice(0, found.length));
      expect(found.length).toBeLessThan(written.length);
      const log = await openLog();
      await log.append(Uint8Array.of(1));
      await log.close();
      expect((await readAll()).found).toEqual([...found, Uint8Array.of(1)]);
    }),
    { numRuns: 40 },
  );
});

it('puts other records in the place of all, and leaves out what is larger than it may be', async () => {
  await write([Uint8Array.of(1), Uint8Array.of(2)]);
  const log = await openLog();
  const appended = log.append(Uint8Array.of(3));
  await log.replace([Uint8Array.of(9)]);
  await appended;
  await log.append(Uint8Array.of(10));
  expect(log.bytes()).toBe((await readFile(path)).length);
  await log.append(new Uint8Array(2000));
  await log.close();
  const { found, lostBytes } = await readAll();
  expect(found).toEqual([Uint8Array.of(9), Uint8Array.of(10)]);
  expect(lostBytes).toBeGreaterThan(2000);
});
