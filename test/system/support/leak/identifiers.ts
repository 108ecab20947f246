/** Something that tells who a patient is, with where it stood. */
export interface Identifier {
  readonly kind: string;
  readonly value: string;
}

type Json = Readonly<Record<string, unknown>>;

export interface BundleResource extends Json {
  readonly resourceType: string;
}

export function resourcesOf(bundle: string): BundleResource[] {
  const { entry } = JSON.parse(bundle) as { entry?: { resource: BundleResource }[] };
  return (entry ?? []).map(({ resource }) => resource);
}

/**
 * The identifiers of 45 CFR 164.514(b)(2) that a resource about one patient carries: of a Patient all of them, of any
 * other resource its id. Cities and states are left out: a prefix of the postal code is told, and they are ordinary words.
 */
export function identifiersOf(resource: BundleResource): Identifier[] {
  if (resource.resourceType !== 'Patient') return [{ kind: 'resource id', value: text(resource['id']) }];
  return [
    { kind: 'patient id', value: text(resource['id']) },
    { kind: 'birth date', value: text(resource['birthDate']) },
    { kind: 'death', value: text(resource['deceasedDateTime']).slice(0, 10) },
    ...list(resource['identifier']).map(({ value }) => ({ kind: 'identifier', value: text(value) })),
    ...list(resource['name']).flatMap(nameParts),
    ...list(resource['contact']).flatMap(({ name }) => nameParts((name ?? {}) as Json)),
    ...list(resource['telecom']).map(({ value }) => ({ kind: 'telecom', value: text(value) })),
    ...list(resource['address']).flatMap(addressParts),
    ...list(resource['extension'])
      .filter(({ url }) => text(url).endsWith('mothersMaidenName'))
      .map(({ valueString }) => ({ kind: 'name', value: text(valueString) })),
  ].filter(({ value }) => value !== '');
}

function nameParts({ text: whole, family, given }: Json): Identifier[] {
  const parts = [...strings(given), text(family)];
  return [text(whole), ...parts, parts.join(' ')].map((value) => ({ kind: 'name', value }));
}

function addressParts({ line, postalCode, extension }: Json): Identifier[] {
  const places = list(extension).flatMap(({ extension: parts }) => list(parts));
  return [
    ...strings(line).map((value) => ({ kind: 'street', value })),
    { kind: 'postal code', value: text(postalCode) },
    ...places.map(({ valueDecimal }) => ({ kind: 'location', value: String(valueDecimal ?? '') })),
  ];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
