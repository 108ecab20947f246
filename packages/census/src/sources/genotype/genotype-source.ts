import { basename } from 'node:path';
import { FHIR_ID, resourceId } from '../../record/index.ts';
import { createBatcher } from '../batcher.ts';
import { openFile } from '../open-file.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile } from '../source.ts';
import { type Call, readCalls } from './read-calls.ts';

/** Chips read some 700,000 places; three times as many are a genome that this form is not for. */
const MAX_CALLS = 2_000_000;

/**
 * A direct-to-consumer genotype (23andMe, AncestryDNA, FTDNA, MyHeritage, Living DNA), one person a file, whose name up to its
 * first dot is the id of the patient that it belongs to. It goes into her record, one MolecularSequence a chromosome; the
 * census sees nothing of it, because a genotype names its person by itself.
 */
export function createGenotypeSource(): Source {
  return {
    name: 'genotype',
    title: '23andMe-style genotypes, a file named for each patient',
    accepts: (path) => /\.(txt|csv|tsv)(\.gz)?$/i.test(path),
    open: async () => ({ fingerprint: '', read: readGenotype }),
  };
}

async function* readGenotype(file: SourceFile, context: ReadContext): AsyncGenerator<ResourceBatch> {
  const batcher = createBatcher(context);
  const at = (line: number) => ({ file: file.path, line });
  const patient = basename(file.path).split('.')[0] ?? '';
  if (!FHIR_ID.test(patient)) return batcher.reject(at(0), 'PATIENT_MISSING');
  const calls = new Map<string, Call>();
  const conflicting = new Set<string>();
  let build: string | undefined;
  for await (const call of readCalls(openFile(file, context))) {
    if ('build' in call) build ??= call.build;
    else if ('reason' in call) batcher.reject(at(call.line), call.reason);
    else if (calls.size === MAX_CALLS) return batcher.reject(at(call.line), 'FILE_TOO_LONG');
    else {
      const before = calls.get(call.marker);
      if (before === undefined) calls.set(call.marker, call);
      else if (!isSame(before, call)) {
        // Two readings of one place: neither can be taken for the right one.
        conflicting.add(call.marker);
        batcher.reject(at(call.line), 'CALL_CONFLICTING');
      }
    }
  }
  for (const marker of conflicting) calls.delete(marker);
  const known = [...calls.values()].filter(({ alleles }) => alleles !== '');
  if (known.length === 0) return batcher.reject(at(0), 'GENOTYPE_MISSING');
  for (const [chromosome, ofChromosome] of byChromosome(known)) batcher.add(sequence(patient, chromosome, build, ofChromosome), at(0));
  const batch = batcher.take('rest');
  if (batch) yield batch;
}

function isSame(a: Call, b: Call): boolean {
  return a.chromosome === b.chromosome && a.position === b.position && sorted(a.alleles) === sorted(b.alleles);
}

/** `GA` and `AG` are one genotype: chips do not tell which parent an allele is from. */
function sorted(alleles: string): string {
  return [...alleles].sort().join('');
}

function byChromosome(calls: readonly Call[]): Map<string, Call[]> {
  const found = new Map<string, Call[]>();
  for (const call of calls) {
    const others = found.get(call.chromosome);
    if (others) others.push(call);
    else found.set(call.chromosome, [call]);
  }
  return found;
}

function sequence(patient: string, chromosome: string, build: string | undefined, calls: Call[]): unknown {
  calls.sort((a, b) => a.position - b.position || (a.marker < b.marker ? -1 : 1));
  return {
    resourceType: 'MolecularSequence',
    id: resourceId('genotype-', [patient, chromosome, build ?? '']),
    type: 'dna',
    // 1-based, end included.
    coordinateSystem: 1,
    patient: { reference: `Patient/${patient}` },
    referenceSeq: {
      chromosome: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/chromosome-human', code: chromosome }] },
      ...(build === undefined ? {} : { genomeBuild: `GRCh${build}` }),
    },
    variant: calls.map(({ marker, position, alleles }) => ({
      id: marker,
      start: position,
      end: position,
      observedAllele: [...sorted(alleles)].join('/'),
    })),
  };
}
