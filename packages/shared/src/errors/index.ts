export { asMedrecError, type Facts, MedrecError, type MedrecErrorInit } from './medrec-error.ts';
export { RuleError, type RuleErrorInit, type Verdict } from './rule-error.ts';
