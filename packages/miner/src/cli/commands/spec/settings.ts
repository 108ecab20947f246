import type { SpecPreset } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';

/**
 * Changes single values of a preset: `confirmations=2`, `difficulty.minimum=4096`, `ethash={"mode":"standard"}`.
 * Values are JSON, else plain text. Only what the preset has can be set; its type is checked with the whole config.
 * @throws MedrecError `SPEC_SETTING_UNKNOWN`
 */
export function applySettings(preset: SpecPreset, settings: readonly string[]): Record<string, unknown> {
  const config = structuredClone(preset) as unknown as Record<string, unknown>;
  for (const setting of settings) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(setting) ?? [];
    if (key === undefined || value === undefined) throw unknownSetting(setting);
    const path = key.split('.');
    const last = path.pop() ?? '';
    const target = path.reduce<unknown>((at, name) => (isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined), config);
    if (!isRecord(target) || !Object.hasOwn(target, last)) throw unknownSetting(key);
    target[last] = parseValue(value);
  }
  return config;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Names such as a reward rule's need no quotes.
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function unknownSetting(setting: string): MedrecError {
  return new MedrecError({
    code: 'SPEC_SETTING_UNKNOWN',
    message: 'The preset has no such setting.',
    facts: { setting },
    remedy: 'Write key=value with a key of config.medrec, for example confirmations=2 or difficulty.minimum=4096.',
  });
}
