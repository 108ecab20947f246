export { parseScenario, scenarioJsonSchema } from './load.ts';
export type { Scenario, ScenarioLab, ScenarioProduct, ScenarioProvider } from './schema.ts';
