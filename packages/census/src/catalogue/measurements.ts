/** A laboratory test or vital sign whose last value is counted, by public bands. */
export interface Measurement {
  readonly name: string;
  /** LOINC codes that report it. */
  readonly loinc: readonly string[];
  /** UCUM; values in any other unit are not counted (de-identification tells listed codes in theirs). */
  readonly unit: string;
  /** Band k holds the values that reach k of these, ascending. */
  readonly edges: readonly number[];
}

/** Twenty bands: under the first edge, eighteen of one width, and from the last edge on. */
export interface Lab extends Measurement {
  readonly low: number;
  readonly step: number;
}

export const LAB_BANDS = 20;

function lab(name: string, loinc: string, unit: string, low: number, step: number): Lab {
  // Decimal, not binary sums: the published edge is the edge.
  const edges = Array.from({ length: LAB_BANDS - 1 }, (_, at) => Number((low + at * step).toFixed(4)));
  return { name, loinc: loinc.split(' '), unit, low, step, edges };
}

/** Ranges reach from far under to far over the reference interval of adults. */
export const LABS: readonly Lab[] = [
  lab('glucose', '2345-7 2339-0', 'mg/dL', 50, 15),
  lab('hba1c', '4548-4 17856-6', '%', 4.5, 0.5),
  lab('creatinine', '2160-0 38483-4', 'mg/dL', 0.4, 0.2),
  lab('sodium', '2951-2 2947-0', 'mmol/L', 122, 2),
  lab('potassium', '2823-3 6298-4', 'mmol/L', 2.4, 0.25),
  lab('cholesterol', '2093-3', 'mg/dL', 100, 12.5),
  lab('ldl_cholesterol', '18262-6 13457-7 2089-1', 'mg/dL', 40, 10),
  lab('hdl_cholesterol', '2085-9', 'mg/dL', 20, 4),
  lab('triglycerides', '2571-8', 'mg/dL', 40, 25),
  lab('haemoglobin', '718-7', 'g/dL', 6, 0.75),
  lab('leukocytes', '6690-2 26464-8 804-5', '10*3/uL', 2, 1),
  lab('platelets', '777-3 26515-7', '10*3/uL', 30, 30),
];

/** Seven bands each: the WHO's classes of body-mass index, and those of blood pressure (2023 ESH guidelines, with hypotension). */
export const VITALS: readonly Measurement[] = [
  { name: 'bmi', loinc: ['39156-5'], unit: 'kg/m2', edges: [16, 18.5, 25, 30, 35, 40] },
  { name: 'systolic', loinc: ['8480-6'], unit: 'mm[Hg]', edges: [90, 120, 130, 140, 160, 180] },
  { name: 'diastolic', loinc: ['8462-4'], unit: 'mm[Hg]', edges: [60, 80, 85, 90, 100, 110] },
];

/** Every counted test, in order: the laboratory's first, then vital signs. A cohort's `test` is a place in it. */
export const MEASUREMENTS: readonly Measurement[] = [...LABS, ...VITALS];

/** Bands in words, for example `bmi 18.5 to <25`. */
export function bandNames({ name, edges }: Measurement): readonly string[] {
  const inner = edges.slice(1).map((edge, at) => `${name} ${edges[at]} to <${edge}`);
  return [`${name} <${edges[0]}`, ...inner, `${name} ${edges.at(-1)}+`];
}
