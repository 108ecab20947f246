export { type LocatorKeys, locatorKeys, openLocator, sealLocator } from './locator.ts';
export { type AccessScope, allowsResource, grantCommitment, parseAccessScope, scopeHash } from './grant.ts';
export { type RecordItem, APPEND_INDEX, RECORD_ITEM_BYTES, packRecordItems } from './record-item.ts';
