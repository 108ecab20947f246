export { canonicalResource } from './canonical-resource.ts';
export type { CensusFacts, ConditionFact, EncounterFact, ObservationFact, PersonFact, Sex } from './facts.ts';
export { type ClinicalResource, compareResources, resourceName } from './resource.ts';
