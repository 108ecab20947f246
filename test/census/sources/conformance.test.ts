import { describe } from 'vitest';
import { ccdaCase } from './cases/ccda.ts';
import { csvCases } from './cases/csv.ts';
import { fhirCase } from './cases/fhir.ts';
import { genotypeCase } from './cases/genotype.ts';
import { hl7v2Case } from './cases/hl7v2.ts';
import { omopCase } from './cases/omop.ts';
import { conforms, type SourceCase } from './conformance.ts';

// What would be lost: one promise for every format. A hospital that loads HL7 v2 must be told of a bad line, must not have
// a broken record counted and must keep its names out of the census exactly as one that loads FHIR.

const CASES: readonly SourceCase[] = [fhirCase, ...csvCases, omopCase, hl7v2Case, ccdaCase, genotypeCase];

for (const one of CASES) describe(`the source ${one.source}`, () => conforms(one));
