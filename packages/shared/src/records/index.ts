export { FHIR_RESOURCE_TYPES } from './fhir-resource-types.ts';
export { type AccessScope, allowsResource, grantCommitment, parseAccessScope, scopeHash } from './grant.ts';
export { type LocatorKeys, locatorKeys, openLocator, sealLocator } from './locator.ts';
export { APPEND_INDEX, packRecordItems, RECORD_ITEM_BYTES, type RecordItem } from './record-item.ts';
