import { MedrecError } from '@medrec/shared/errors';
import type { RuleSettings } from './rule.ts';

/** A rule's defaults with what a scenario sets. @throws MedrecError `RULE_SETTING_INVALID` */
export function settle(defaults: RuleSettings, given: RuleSettings = {}): RuleSettings {
  for (const [name, value] of Object.entries(given)) {
    if (name in defaults && Number.isFinite(value) && value > 0) continue;
    throw new MedrecError({
      code: 'RULE_SETTING_INVALID',
      message: 'A reward rule has no such setting, or it is not a positive number.',
      facts: { setting: name, value, known: Object.keys(defaults).join(', ') },
      remedy: 'Set only what the rule lists, to numbers above zero.',
    });
  }
  return { ...defaults, ...given };
}
