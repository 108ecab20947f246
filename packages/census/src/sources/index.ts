export { createFhirSource, type FhirSourceOptions } from './fhir/fhir-source.ts';
export { createFhirServerSource } from './fhir-server/fhir-server-source.ts';
export { isRemotePath, listFiles } from './list-files.ts';
export { createOmopSource, type OmopSourceOptions } from './omop/omop-source.ts';
export { MAX_LINE_BYTES, readLines } from './read-lines.ts';
export { findSource, sourceNames } from './registry.ts';
export type { ReadContext, Rejection, ResourceBatch, Source, SourceFile, SourceReader } from './source.ts';
