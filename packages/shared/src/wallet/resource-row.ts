import { z } from 'zod';

const coding = z.looseObject({ display: z.string().optional(), code: z.string().optional() });
const coded = z.looseObject({ text: z.string().optional(), coding: z.array(coding).optional() });
const quantity = z.looseObject({ value: z.number().optional(), unit: z.string().optional() });

/** The elements in which most FHIR R4 resources say what they are about, and when. */
const summary = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional(),
  code: coded.optional().catch(undefined),
  type: z
    .union([z.array(coded), coded]) // in this order: an array would pass for an object without fields
    .optional()
    .catch(undefined),
  /** An Encounter's: ambulatory, emergency, inpatient … */
  class: coding.optional().catch(undefined),
  vaccineCode: coded.optional().catch(undefined),
  medicationCodeableConcept: coded.optional().catch(undefined),
  valueQuantity: quantity.optional().catch(undefined),
});

const DATES = [
  'effectiveDateTime',
  'onsetDateTime',
  'authoredOn',
  'occurrenceDateTime',
  'performedDateTime',
  'recordedDate',
  'issued',
  'date',
  'created',
];

export interface ResourceRow {
  readonly type: string;
  /** Day, or empty. */
  readonly date: string;
  /** In the resource's own words; its id when it has none. */
  readonly what: string;
}

/** One line of a record's table. Nothing is required of the resource: what is missing stays empty. */
export function resourceRow(resource: Readonly<Record<string, unknown>>): ResourceRow {
  const parsed = summary.safeParse(resource);
  if (!parsed.success) return { type: 'other', date: '', what: '' };
  const { resourceType, id, code, vaccineCode, medicationCodeableConcept, valueQuantity } = parsed.data;
  const type = Array.isArray(parsed.data.type) ? parsed.data.type[0] : parsed.data.type;
  const what =
    words(code) ??
    words(vaccineCode) ??
    words(medicationCodeableConcept) ??
    words(type) ??
    parsed.data.class?.display ??
    parsed.data.class?.code ??
    id ??
    '';
  const value = valueQuantity?.value === undefined ? '' : `: ${Number(valueQuantity.value.toPrecision(4))} ${valueQuantity.unit ?? ''}`;
  return { type: resourceType, date: dateOf(parsed.data), what: `${what}${value}`.trimEnd().slice(0, 90) };
}

function words(concept: z.infer<typeof coded> | undefined): string | undefined {
  return concept?.text ?? concept?.coding?.[0]?.display ?? concept?.coding?.[0]?.code;
}

function dateOf(resource: Readonly<Record<string, unknown>>): string {
  const period = resource['period'] ?? resource['performedPeriod'];
  const start = typeof period === 'object' && period !== null && 'start' in period ? period.start : undefined;
  const found = [...DATES.map((name) => resource[name]), start].find((value) => typeof value === 'string');
  return typeof found === 'string' ? found.slice(0, 10) : '';
}
