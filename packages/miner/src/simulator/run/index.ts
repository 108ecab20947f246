export type { LabResult, RunMetrics } from './metrics.ts';
export { type RunResult, runScenario } from './run-scenario.ts';
