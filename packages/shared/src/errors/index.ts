export { type Facts, MedrecError, type MedrecErrorInit, asMedrecError } from './medrec-error.ts';
export { type Verdict, RuleError, type RuleErrorInit } from './rule-error.ts';
