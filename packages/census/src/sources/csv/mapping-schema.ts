import { z } from 'zod';

const column = z.string().min(1).max(128);
const word = z.string().max(512);

/**
 * A declared mapping from delimited files to FHIR R4 (docs/sources.md shows each form). A template is FHIR's JSON with
 * `$` forms where a row's values go; what a row has no value for is left out.
 */
export const mappingSchema = z.strictObject({
  $schema: z.string().max(512).optional(),
  /** Also the source's collection of loaded files. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,22}$/),
  title: z.string().min(1).max(200),
  /** What ids begin with; `name-` when left out. Empty where the file's own ids are unique in the hospital. */
  idPrefix: z
    .string()
    .regex(/^[A-Za-z0-9\-.]{0,24}$/)
    .optional(),
  delimiter: z
    .string()
    .regex(/^[^"A-Za-z0-9\r\n]$/)
    .default(','),
  encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-15', 'utf-16le']).default('utf-8'),
  /** How local times are told: the zone that FHIR wants and the file does not say. */
  zone: z
    .string()
    .regex(/^(Z|[+-]\d{2}:\d{2})$/)
    .default('Z'),
  /** Values that stand for none. */
  missing: z.array(word).max(64).default(['']),
  /** Named tables of codes: what the file writes → what FHIR has. */
  maps: z.record(z.string(), z.record(z.string(), z.string().max(512))).default({}),
  tables: z
    .array(
      z.strictObject({
        /** File name, with `*` for anything; compared without case and without `.gz`. */
        file: z.string().min(1).max(128),
        /** Columns that some versions of the file lack. */
        optional: z.array(column).max(256).default([]),
        /** True when a patient's rows of all tables stand in this one file, together. */
        wholePatients: z.boolean().default(false),
        resources: z.array(z.record(z.string(), z.json())).min(1).max(64),
      }),
    )
    .min(1)
    .max(64),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type MappingTable = Mapping['tables'][number];

/** Holds for rows whose column has a value, one of these or none of those. */
export const whenSchema = z.strictObject({
  column,
  in: z.array(word).max(256).optional(),
  notIn: z.array(word).max(256).optional(),
});

/** Each `$` form of a template. */
export const forms = {
  $column: z.strictObject({
    $column: column,
    map: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
    /** For values the map lacks; without it such a row is rejected. */
    otherwise: z.string().optional(),
    as: z.enum(['text', 'number', 'integer', 'boolean', 'date', 'dateTime']).default('text'),
    format: z.enum(['iso', 'us', 'compact']).default('iso'),
    /** Digits before the point that a number-like code has: spreadsheets take leading zeros away. */
    digits: z.int().min(1).max(16).optional(),
    when: whenSchema.optional(),
  }),
  $text: z.strictObject({ $text: z.string().max(1024) }),
  $id: z.strictObject({ $id: z.array(column).min(1).max(16) }),
  $reference: z.strictObject({ $reference: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/), id: z.array(column).min(1).max(16) }),
  $quantity: z.strictObject({
    $quantity: z.strictObject({ value: column, unit: column.optional(), ucum: z.string().max(40).optional() }),
    when: whenSchema.optional(),
  }),
  $present: z.strictObject({ $present: column, value: z.json(), otherwise: z.json().optional() }),
  $name: z.strictObject({ $name: z.literal(true) }),
} as const;

/** A resource for each of these columns that has a value; `*` in its template is the column in turn. */
export const repeatSchema = z.strictObject({ $repeat: z.array(column).min(1).max(256), resource: z.record(z.string(), z.json()) });
