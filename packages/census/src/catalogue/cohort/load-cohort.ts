import { MedrecError } from '@medrec/shared/errors';
import type { CensusWarehouse, CountContext } from '../census-product.ts';
import type { Cohort, EventTable, IntegerColumn, PersonTable } from './cohort.ts';
import { groupRows } from './group-rows.ts';
import { type CodedColumn, EVENT_TABLES, PERSON_COLUMNS } from './tables.ts';

/**
 * Reads the patients who may be counted, ascending by surrogate, and the tables asked for. Opt-outs are gone here, before
 * any product sees a row.
 * @throws MedrecError `CELL_OUTSIDE_DOMAIN` for a value outside its public domain; nothing is counted then.
 */
export async function loadCohort(warehouse: CensusWarehouse, context: CountContext, tables: readonly EventTable[]): Promise<Cohort> {
  const person = await loadPersons(warehouse, context);
  const size = person.pidLow.length;
  const loaded: Record<string, unknown> = {};
  for (const name of Object.keys(EVENT_TABLES) as EventTable[]) {
    loaded[name] = tables.includes(name) ? await loadTable(warehouse, context, name, size) : { from: new Uint32Array(size + 1) };
  }
  return { size, person, ...loaded } as Cohort;
}

async function loadPersons(warehouse: CensusWarehouse, context: CountContext): Promise<PersonTable> {
  const coded = PERSON_COLUMNS.map(({ name, sql }) => `CAST(${sql} AS INTEGER) AS "${name}"`).join(', ');
  const sql = `${allowedSql(context)} SELECT CAST(pid & 4294967295 AS UINTEGER), CAST(pid >> 32 AS INTEGER), ${coded} FROM allowed ORDER BY spot`;
  const widths = [
    (length: number) => new Uint32Array(length),
    (length: number) => new Int32Array(length),
    ...PERSON_COLUMNS.map(({ make }) => make),
  ];
  const [pidLow, pidHigh, ...columns] = await warehouse.columns(sql, parameters(context), widths);
  return { pidLow, pidHigh, ...named('person', PERSON_COLUMNS, columns) } as unknown as PersonTable;
}

async function loadTable(warehouse: CensusWarehouse, context: CountContext, name: EventTable, size: number): Promise<unknown> {
  const { from, where, columns: coded } = EVENT_TABLES[name];
  const selected = coded.map((column) => `CAST(${column.sql} AS INTEGER)`).join(', ');
  const sql = `${allowedSql(context)} SELECT placed.spot, ${selected}
    FROM ${from} JOIN (SELECT pid, CAST(spot AS UINTEGER) AS spot FROM allowed) AS placed USING (pid) WHERE ${where}`;
  const widths = [(length: number) => new Uint32Array(length), ...coded.map(({ make }) => make)];
  const [patient = new Uint32Array(0), ...columns] = await warehouse.columns(sql, parameters(context), widths);
  const grouped = groupRows(size, patient, columns);
  return { from: grouped.from, ...named(name, coded, grouped.columns) };
}

/** Columns by name, every value within its domain. */
function named(table: string, coded: readonly CodedColumn[], columns: readonly IntegerColumn[]): Record<string, IntegerColumn> {
  return Object.fromEntries(
    coded.map(({ name, below }, at) => {
      const column = columns[at] ?? new Int8Array(0);
      for (let row = 0; row < column.length; row++) {
        const value = column[row] as number;
        if (value < -1 || value >= below) throw outsideDomain(table, name);
      }
      return [name, column];
    }),
  );
}

function allowedSql({ includedPids }: CountContext): string {
  const pid = 'CAST(pid AS VARCHAR)';
  const included = includedPids === undefined ? '' : `AND ${pid} IN (${listSql('$2')})`;
  return `WITH allowed AS (
    SELECT *, row_number() OVER (ORDER BY pid) - 1 AS spot FROM person WHERE ${pid} NOT IN (${listSql('$1')}) ${included}
  )`;
}

/** A list as one JSON parameter: any length, and no text of it ever becomes SQL. */
function listSql(parameter: string): string {
  return `SELECT unnest(from_json(${parameter}, '["VARCHAR"]'))`;
}

function parameters({ excludedPids, includedPids }: CountContext): readonly string[] {
  return includedPids === undefined ? [JSON.stringify(excludedPids)] : [JSON.stringify(excludedPids), JSON.stringify(includedPids)];
}

function outsideDomain(table: string, column: string): MedrecError {
  return new MedrecError({
    code: 'CELL_OUTSIDE_DOMAIN',
    message: 'The warehouse has a value outside its public domain.',
    facts: { table, column },
    remedy: 'Load the records again; the coded columns hold only what de-identification lets through.',
  });
}
