export type { ClosedFormCheck, Parameters, ParameterValue } from './check.ts';
export { CHECKS, type CheckOutcome, runChecks, type ValidationRequest, WORST_Z } from './run-checks.ts';
