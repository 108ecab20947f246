import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireSupportedPlatform } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { describe, expect, it } from 'vitest';

// What would be lost: the promise that an untested platform is refused at once, rather than failing half-way through somebody's records.

const ROOT = join(import.meta.dirname, '../../..');
const PRETEND_WINDOWS = 'data:text/javascript,Object.defineProperty(process, "platform", { value: "win32" });';

describe('the platform', () => {
  it.each(['linux', 'darwin'])('%s is accepted', (platform) => {
    expect(() => requireSupportedPlatform(platform)).not.toThrow();
  });

  it.each(['win32', 'freebsd', 'android'])('%s is refused', (platform) => {
    expect(() => requireSupportedPlatform(platform)).toThrow(expect.objectContaining({ code: 'PLATFORM_UNSUPPORTED' }));
    expect(() => requireSupportedPlatform(platform)).toThrow(MedrecError);
  });

  it.each(['scripts/devnet/src/main.ts', 'packages/shared/src/wallet/main.ts'])('%s asks before it does anything', (program) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', PRETEND_WINDOWS, join(ROOT, program)], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('PLATFORM_UNSUPPORTED');
  });
});
