export { canonicalResource } from './canonical-resource.ts';
export type {
  AllergyFact,
  CensusFacts,
  ConditionFact,
  EncounterFact,
  FamilyFact,
  FamilyRelation,
  ImmunizationFact,
  MedicationFact,
  ObservationFact,
  PersonFact,
  ProcedureFact,
  Sex,
} from './facts.ts';
export { type ClinicalResource, compareResources, resourceName } from './resource.ts';
export { FHIR_ID, resourceId } from './resource-id.ts';
export { convertUnit, type Quantity, toQuantity, toUcum, UCUM } from './ucum.ts';
