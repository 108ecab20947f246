type Kind = 'text' | 'boolean' | 'object' | 'objects' | 'date';

const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\S+)?)?)?$/;

// The elements that the census reads, by what FHIR R4 says they are: an element of another kind is no odd value but a broken
// record, and one that would be counted without it.
const KINDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Patient: { gender: 'text', birthDate: 'date', deceasedBoolean: 'boolean', deceasedDateTime: 'date', address: 'objects' },
  Encounter: { status: 'text', class: 'object', period: 'object', subject: 'object' },
  Condition: {
    clinicalStatus: 'object',
    verificationStatus: 'object',
    code: 'object',
    subject: 'object',
    onsetDateTime: 'date',
    onsetPeriod: 'object',
    recordedDate: 'date',
  },
  Observation: {
    status: 'text',
    code: 'object',
    subject: 'object',
    valueQuantity: 'object',
    effectiveDateTime: 'date',
    effectivePeriod: 'object',
    component: 'objects',
  },
  FamilyMemberHistory: { status: 'text', patient: 'object', relationship: 'object', condition: 'objects' },
};

/** R4's own limit is none; no resource of the specification or of the public sets nests deeper than thirty. */
const MAX_DEPTH = 100;

/**
 * Whether a parsed value keeps to the form of FHIR's JSON (R4, section 2.6.2): no element is empty, null stands only for a
 * place in a list of primitives, lists do not nest, and the elements that the census reads are of their kind. What else a
 * profile asks for is not looked at.
 */
export function hasStructure(resource: Record<string, unknown>, type: string): boolean {
  const kinds = KINDS[type];
  for (const name in kinds) if (resource[name] !== undefined && !isOfKind(resource[name], kinds[name] as Kind)) return false;
  return isFull(resource, 0);
}

function isFull(value: object, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  let any = false;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (item === '' || Array.isArray(item) || (typeof item === 'object' && item !== null && !isFull(item, depth + 1))) return false;
      any ||= item !== null;
    }
    return any;
  }
  for (const name in value) {
    const item = (value as Record<string, unknown>)[name];
    if (item === null || item === '' || (typeof item === 'object' && !isFull(item, depth + 1))) return false;
    any = true;
  }
  return any;
}

function isOfKind(value: unknown, kind: Kind): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'boolean') return typeof value === 'boolean';
  if (kind === 'date') return typeof value === 'string' && DATE.test(value);
  if (kind === 'objects') return Array.isArray(value) && value.every((item) => isObject(item));
  return isObject(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
