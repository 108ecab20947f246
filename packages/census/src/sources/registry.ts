import { MedrecError } from '@medrec/shared/errors';
import { createCcdaSource } from './ccda/ccda-source.ts';
import { createCsvSource, createMappedSource } from './csv/csv-source.ts';
import { shippedMappings } from './csv/mappings/index.ts';
import { createFhirSource } from './fhir/fhir-source.ts';
import { createFhirServerSource } from './fhir-server/fhir-server-source.ts';
import { createGenotypeSource } from './genotype/genotype-source.ts';
import { createHl7v2Source } from './hl7v2/hl7v2-source.ts';
import { createOmopSource } from './omop/omop-source.ts';
import type { Source } from './source.ts';

const SOURCES: readonly Source[] = [
  createFhirSource(),
  createFhirServerSource(),
  createOmopSource(),
  createHl7v2Source(),
  createCcdaSource(),
  createGenotypeSource(),
  createCsvSource(),
  ...shippedMappings.map(createMappedSource),
];

export function sourceNames(): readonly string[] {
  return SOURCES.map((source) => source.name);
}

/** @throws MedrecError `SOURCE_UNKNOWN`. */
export function findSource(name: string): Source {
  const found = SOURCES.find((source) => source.name === name);
  if (found) return found;
  throw new MedrecError({
    code: 'SOURCE_UNKNOWN',
    message: 'There is no source of that name.',
    facts: { name, known: sourceNames().join(', ') },
    remedy: 'Use one of the known names.',
  });
}
