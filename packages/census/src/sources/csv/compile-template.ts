import { MedrecError } from '@medrec/shared/errors';
import type { z } from 'zod';
import { resourceId, toQuantity } from '../../record/index.ts';
import { decimal } from '../decimal.ts';
import { fhirDate, fhirDateTime } from '../fhir-date.ts';
import { forms, type Mapping, whenSchema } from './mapping-schema.ts';

/** One row on its way through a template. */
export interface Row {
  readonly fields: readonly string[];
  /** Set by the first value that does not fit: the row is then rejected whole. */
  problem?: 'VALUE_INVALID' | 'CODE_UNKNOWN' | 'PATIENT_MISSING';
}

/** A part of a resource made of a row; `undefined` when the row has no value for it. */
export type Make = (row: Row) => unknown;

export interface Columns {
  /** Place of a column; `null` when the file lacks one that it may lack. @throws MedrecError `COLUMN_MISSING` */
  place(name: string): number | null;
  /** The column that stands for `*`. */
  readonly repeated?: string;
}

/** Turns a template into a function, once a file: columns are places by then, and maps are Maps. */
export function compileTemplate(node: z.core.util.JSONType, mapping: Mapping, columns: Columns): Make {
  if (node === null || typeof node !== 'object') return () => node;
  if (Array.isArray(node)) return compileArray(node, mapping, columns);
  const form = Object.keys(forms).find((name) => name in node) as keyof typeof forms | undefined;
  if (form !== undefined) return compileForm(form, node, mapping, columns);
  return compileObject(node as Record<string, z.core.util.JSONType>, mapping, columns);
}

function compileArray(nodes: readonly z.core.util.JSONType[], mapping: Mapping, columns: Columns): Make {
  const makes = nodes.map((node) => compileTemplate(node, mapping, columns));
  return (row) => {
    const made = makes.map((make) => make(row)).filter((value) => value !== undefined);
    return made.length > 0 ? made : undefined;
  };
}

function compileObject({ $when, ...node }: Record<string, z.core.util.JSONType>, mapping: Mapping, columns: Columns): Make {
  const unknown = Object.keys(node).find((key) => key.startsWith('$'));
  if (unknown !== undefined) throw invalid(`${unknown} is no form of a template`);
  // In canonical order, which spares the sorting of each resource.
  const makes = Object.keys(node)
    .sort()
    .map((key) => ({ key, make: compileTemplate(node[key] ?? null, mapping, columns), isOfRow: usesRow(node[key]) }));
  // Constants alone tell nothing of the row: an object whose every column is empty is left out.
  const hasColumns = makes.some(({ isOfRow }) => isOfRow);
  const applies = $when === undefined ? () => true : compileWhen(decode(whenSchema, $when), reader(mapping, columns));
  return (row) => {
    if (!applies(row)) return undefined;
    const made: Record<string, unknown> = {};
    let fromRow = !hasColumns;
    for (const { key, make, isOfRow } of makes) {
      const value = make(row);
      if (value === undefined) continue;
      made[key] = value;
      fromRow ||= isOfRow;
    }
    return fromRow ? made : undefined;
  };
}

function usesRow(node: unknown): boolean {
  if (node === null || typeof node !== 'object') return false;
  return Object.entries(node).some(([key, value]) => key.startsWith('$') || usesRow(value));
}

function compileForm(form: keyof typeof forms, node: unknown, mapping: Mapping, columns: Columns): Make {
  const read = reader(mapping, columns);
  switch (form) {
    case '$column':
      return compileColumn(decode(forms.$column, node), mapping, read);
    case '$text':
      return compileText(decode(forms.$text, node).$text, read);
    case '$id':
      return compileId(decode(forms.$id, node).$id, mapping, read);
    case '$reference': {
      const { $reference, id } = decode(forms.$reference, node);
      const make = compileId(id, mapping, read);
      return (row) => {
        const made = make(row);
        // A fact that says it is a patient's and not whose is nobody's.
        if (made === undefined && $reference === 'Patient') row.problem ??= 'PATIENT_MISSING';
        return made === undefined ? undefined : { reference: `${$reference}/${made}` };
      };
    }
    case '$quantity':
      return compileQuantity(decode(forms.$quantity, node), read);
    case '$present': {
      const { $present, value, otherwise } = decode(forms.$present, node);
      const present = read($present);
      const yes = compileTemplate(value, mapping, columns);
      const no = otherwise === undefined ? () => undefined : compileTemplate(otherwise, mapping, columns);
      return (row) => (present(row) === undefined ? no(row) : yes(row));
    }
    case '$name':
      decode(forms.$name, node);
      return () => columns.repeated;
  }
}

type Read = (column: string) => (row: Row) => string | undefined;

/** Column readers: trimmed text, `undefined` for what the mapping says is missing. `=text` is the text itself, `$name` the repeated column's name. */
function reader(mapping: Mapping, columns: Columns): Read {
  const missing = new Set(mapping.missing);
  return (column) => {
    if (column.startsWith('=')) return () => column.slice(1);
    if (column === '$name') return () => columns.repeated;
    const place = columns.place(column);
    if (place === null) return () => undefined;
    return ({ fields }) => {
      const text = (fields[place] as string).trim();
      return missing.has(text) ? undefined : text;
    };
  };
}

function compileColumn(
  { $column, map, otherwise, as, format, digits, when }: z.infer<typeof forms.$column>,
  mapping: Mapping,
  read: Read,
): Make {
  const value = read($column);
  const applies = compileWhen(when, read);
  const table = typeof map === 'string' ? mapping.maps[map] : map;
  if (map !== undefined && table === undefined) throw invalid(`there is no map ${String(map)}`);
  const codes = table && new Map(Object.entries(table));
  return (row) => {
    const text = applies(row) ? value(row) : undefined;
    if (text === undefined) return undefined;
    const code = codes ? (codes.get(text) ?? otherwise) : digits === undefined ? text : withDigits(text, digits);
    if (code === undefined) {
      row.problem ??= 'CODE_UNKNOWN';
      return undefined;
    }
    const converted = convert(code, as, format, mapping.zone);
    if (converted === undefined) row.problem ??= 'VALUE_INVALID';
    return converted;
  };
}

function withDigits(code: string, digits: number): string {
  const [whole = '', ...rest] = code.split('.');
  return /^\d+$/.test(whole) ? [whole.padStart(digits, '0'), ...rest].join('.') : code;
}

function convert(text: string, as: string, format: 'iso' | 'us' | 'compact', zone: string): unknown {
  if (as === 'number') return decimal(text);
  if (as === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (as === 'boolean') return /^(true|1|yes|y)$/i.test(text) ? true : /^(false|0|no|n)$/i.test(text) ? false : undefined;
  if (as === 'date') return fhirDate(text, format);
  if (as === 'dateTime') return fhirDateTime(text, format, zone);
  return text;
}

function compileText(template: string, read: Read): Make {
  const parts = template.split(/\{([^{}]+)\}/).map((part, at) => (at % 2 === 0 ? () => part : read(part)));
  return (row) => {
    let text = '';
    for (const part of parts) {
      const value = part(row);
      if (value === undefined) return undefined;
      text += value;
    }
    return text;
  };
}

/** Of several columns any may be empty, but not the first: it names what the row is about. */
function compileId(parts: readonly string[], mapping: Mapping, read: Read): (row: Row) => string | undefined {
  const prefix = mapping.idPrefix ?? `${mapping.name}-`;
  const values = parts.map(read);
  return (row) => {
    const [first, ...rest] = values.map((value) => value(row));
    return first === undefined ? undefined : resourceId(prefix, [first, ...rest.map((value) => value ?? '')]);
  };
}

function compileQuantity({ $quantity: { value, unit, ucum }, when }: z.infer<typeof forms.$quantity>, read: Read): Make {
  const applies = compileWhen(when, read);
  const number = read(value);
  const unitOf = unit === undefined ? () => ucum : read(unit);
  return (row) => {
    const text = applies(row) ? number(row) : undefined;
    if (text === undefined) return undefined;
    const told = decimal(text);
    if (told === undefined) row.problem ??= 'VALUE_INVALID';
    return told === undefined ? undefined : toQuantity(told, unitOf(row));
  };
}

function compileWhen(when: z.infer<typeof whenSchema> | undefined, read: Read): (row: Row) => boolean {
  if (when === undefined) return () => true;
  const value = read(when.column);
  const { in: among, notIn } = when;
  return (row) => {
    const text = value(row);
    if (text === undefined) return false;
    return (among === undefined || among.includes(text)) && (notIn === undefined || !notIn.includes(text));
  };
}

function decode<T extends z.ZodType>(schema: T, node: unknown): z.infer<T> {
  const parsed = schema.safeParse(node);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues[0]?.message ?? 'a form is not as documented');
}

function invalid(why: string): MedrecError {
  return new MedrecError({
    code: 'MAPPING_INVALID',
    message: `The mapping cannot be used: ${why}.`,
    remedy: 'Compare it with docs/sources.md and with the mappings that ship with this program.',
  });
}
