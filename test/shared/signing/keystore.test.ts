import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeystore, readOrCreateKeystore, writeKeystore } from '@medrec/shared/signing';
import { HDNodeWallet } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// What would be lost: the seed itself, and with it every address of a participant.

const WORDS = 'test test test test test test test test test test test junk';
const PATH = "m/44'/60'/0'/0/0";
let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-keystore-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('keystore', () => {
  it('keeps a seed readable by its owner alone, and derives Ethereum’s accounts from it', async () => {
    const path = join(dir, 'deep', 'keystore.json');
    await writeKeystore(path, WORDS);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readKeystore(path)).derivePath(PATH).address).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
    expect(await readdir(join(dir, 'deep'))).toEqual(['keystore.json']);
  });

  it('shows neither words nor key in a locked file, and opens with the passphrase alone', { timeout: 60_000 }, async () => {
    const path = join(dir, 'locked.json');
    await writeKeystore(path, WORDS, 'correct horse');
    expect(await readFile(path, 'utf8')).not.toContain('junk');
    expect((await readKeystore(path, 'correct horse')).derivePath(PATH).address).toBe(HDNodeWallet.fromPhrase(WORDS).address);
    await expect(readKeystore(path, 'wrong')).rejects.toMatchObject({ code: 'KEYSTORE_LOCKED' });
  });

  it('never overwrites', async () => {
    const path = join(dir, 'k.json');
    await writeKeystore(path, WORDS);
    const before = await readFile(path, 'utf8');
    await expect(writeKeystore(path, HDNodeWallet.createRandom().mnemonic?.phrase ?? '')).rejects.toMatchObject({
      code: 'KEYSTORE_EXISTS',
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('makes one seed and returns to it', async () => {
    const path = join(dir, 'k.json');
    const first = await readOrCreateKeystore(path);
    expect((await readOrCreateKeystore(path)).address).toBe(first.address);
  });

  it('names a missing and a damaged file without showing what it holds', async () => {
    await expect(readKeystore(join(dir, 'none'))).rejects.toMatchObject({ code: 'KEYSTORE_MISSING' });
    await writeFile(join(dir, 'bad'), '{"version":1,"mnemonic":"secret words"}');
    await writeFile(join(dir, 'torn'), '{"version":1,"mnemonic":"secret wo');
    await writeFile(join(dir, 'foreign'), '{"secret":"words"}');
    for (const name of ['bad', 'torn', 'foreign']) {
      const error = await readKeystore(join(dir, name)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'KEYSTORE_INVALID' });
      expect(JSON.stringify(error)).not.toContain('secret');
    }
  });
});
