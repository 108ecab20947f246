export { CHECKS, type CheckOutcome, type ParameterValue, runChecks, type ValidationRequest, WORST_Z } from './validation/index.ts';
