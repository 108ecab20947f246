import { MedrecError } from '../errors/index.ts';

/** Linux is tested, macOS is best effort; anything else is refused before it can half work. */
export function requireSupportedPlatform(platform: string = process.platform): void {
  if (platform === 'linux' || platform === 'darwin') return;
  throw new MedrecError({
    code: 'PLATFORM_UNSUPPORTED',
    message: 'MedRec runs on Linux (tested) and macOS (best effort).',
    facts: { platform },
    remedy: 'Run it in a Linux virtual machine or container.',
  });
}
