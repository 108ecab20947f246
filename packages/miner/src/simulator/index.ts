export { type LabResult, type RunMetrics, type RunResult, runScenario } from './run/index.ts';
export { parseScenario, type Scenario, scenarioJsonSchema } from './scenario/index.ts';
export { STRATEGIES } from './strategies/index.ts';
export { CHECKS, type CheckOutcome, type ParameterValue, runChecks, type ValidationRequest, WORST_Z } from './validation/index.ts';
