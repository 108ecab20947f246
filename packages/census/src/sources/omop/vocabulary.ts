import { MedrecError } from '@medrec/shared/errors';
import type { ReadContext, SourceFile } from '../source.ts';
import { readTable } from './read-table.ts';

export interface Concept {
  readonly code: string;
  readonly name: string;
  readonly vocabulary: string;
}

/** The concepts that a load's tables name: what a `_concept_id` stands for. */
export interface Vocabulary {
  concept(id: string | undefined): Concept | undefined;
}

// FHIR's URIs of OMOP's vocabularies (HL7 Terminology; OMOP vocabulary_id).
const SYSTEMS: Readonly<Record<string, string>> = {
  SNOMED: 'http://snomed.info/sct',
  LOINC: 'http://loinc.org',
  RxNorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  ICD10CM: 'http://hl7.org/fhir/sid/icd-10-cm',
  ICD10: 'http://hl7.org/fhir/sid/icd-10',
  ICD9CM: 'http://hl7.org/fhir/sid/icd-9-cm',
  ICD10PCS: 'http://www.cms.gov/Medicare/Coding/ICD10',
  CPT4: 'http://www.ama-assn.org/go/cpt',
  CVX: 'http://hl7.org/fhir/sid/cvx',
  NDC: 'http://hl7.org/fhir/sid/ndc',
  ATC: 'http://www.whocc.no/atc',
  UCUM: 'http://unitsofmeasure.org',
};

/** FHIR's URI of a vocabulary; one of the hospital's own gets a URN by its name. */
export function systemOf(vocabulary: string): string {
  return SYSTEMS[vocabulary] ?? `urn:omop:${vocabulary.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

/** The full vocabularies have some nine million concepts, a hospital's tables name thousands. */
const MAX_CONCEPTS = 2_000_000;
/** Under this size CONCEPT is kept whole, which spares reading every table once more to see what is named. */
const WHOLE_VOCABULARY_BYTES = 16 * 1024 * 1024;

/**
 * Reads the CONCEPT files: whole where they are small, else those concepts that the tables name.
 * @param wholeBytes what is small
 * @throws MedrecError `VOCABULARY_TOO_LARGE`
 */
export async function readVocabulary(
  files: readonly SourceFile[],
  tables: readonly SourceFile[],
  context: Pick<ReadContext, 'onRejected' | 'signal'>,
  wholeBytes = WHOLE_VOCABULARY_BYTES,
): Promise<Vocabulary> {
  const small = files.reduce((sum, { bytes }) => sum + bytes, 0) <= wholeBytes;
  const named = small || files.length === 0 ? undefined : await namedConcepts(tables, context.signal);
  const concepts = new Map<string, Concept>();
  for (const file of files) {
    for await (const { line, get, reason } of readTable(file, context)) {
      const id = get?.('concept_id');
      const code = get?.('concept_code');
      const vocabulary = get?.('vocabulary_id');
      if (id === undefined || code === undefined || vocabulary === undefined) {
        context.onRejected({ file: file.path, line, reason: reason ?? 'VALUE_MISSING' });
      } else if (named === undefined || named.has(id)) {
        concepts.set(id, { code, vocabulary, name: get?.('concept_name') ?? code });
        checkSize(concepts.size);
      }
    }
  }
  // 0 is OMOP's "no matching concept".
  return { concept: (id) => (id === undefined || id === '0' ? undefined : concepts.get(id)) };
}

async function namedConcepts(tables: readonly SourceFile[], signal: AbortSignal | undefined): Promise<Set<string>> {
  const named = new Set<string>();
  for (const file of tables) {
    for await (const row of readTable(file, { signal })) {
      for (const column of row.columns ?? []) {
        const id = column.endsWith('_concept_id') ? row.get?.(column) : undefined;
        if (id !== undefined) named.add(id);
      }
      checkSize(named.size);
    }
  }
  return named;
}

function checkSize(size: number): void {
  if (size <= MAX_CONCEPTS) return;
  throw new MedrecError({
    code: 'VOCABULARY_TOO_LARGE',
    message: 'The tables name more concepts than are kept.',
    facts: { limit: MAX_CONCEPTS },
    remedy: 'Load the export in parts.',
  });
}
