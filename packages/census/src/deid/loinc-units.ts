import { convertUnit } from '../record/index.ts';

interface LoincUnit {
  /** UCUM; every value of the code is told in it. */
  readonly unit: string;
  /** g/mol, where laboratories report the substance by amount or by mass. */
  readonly molarMass?: number;
}

// Public list: the laboratory tests and vital signs whose values are counted. Codes by the unit that LOINC gives as example,
// and molar masses (IUPAC atomic weights; cholesterol, triglycerides as triolein).
const LISTED: readonly (readonly [unit: string, codes: string, molarMass?: number])[] = [
  ['kg', '29463-7 3141-9'],
  ['cm', '8302-2 3137-7'],
  ['kg/m2', '39156-5'],
  ['mm[Hg]', '8480-6 8462-4 8478-0'],
  ['Cel', '8310-5 8331-1 8333-7'],
  ['/min', '8867-4 9279-1'],
  ['%', '2708-6 59408-5 4548-4 17856-6 4544-3 20570-8 71833-8 788-0 41982-0'],
  ['mg/dL', '2345-7 2339-0 1558-6 15074-8', 180.156],
  ['mg/dL', '2160-0 38483-4', 113.12],
  ['mg/dL', '3094-0 6299-2', 28.014],
  ['mg/dL', '17861-6 49765-1', 40.078],
  ['mg/dL', '2093-3 2085-9 18262-6 13457-7 2089-1', 386.65],
  ['mg/dL', '2571-8', 885.4],
  ['mg/dL', '1975-2 1968-7', 584.66],
  ['mg/dL', '3084-1', 168.11],
  ['mmol/L', '2951-2 2947-0 2823-3 6298-4 2075-0 2069-3 2028-9 20565-8'],
  ['g/dL', '718-7 786-4 1751-7 2885-2 20509-6'],
  ['10*3/uL', '6690-2 26464-8 804-5 777-3 26515-7'],
  ['10*6/uL', '789-8 26453-1'],
  ['fL', '787-2 21000-5 30428-7 32623-1'],
  ['pg', '785-6'],
  ['U/L', '1742-6 1920-8 6768-6 2324-2 2157-6 1798-8 3040-3'],
  ['m[iU]/L', '3016-3 11580-8'],
  ['mL/min', '33914-3 48642-3 48643-1 62238-1 98979-8 69405-9'],
  ['mm/h', '4537-7 30341-2'],
  ['mg/L', '1988-5 30522-7'],
];

const BY_LOINC = new Map<string, LoincUnit>(
  LISTED.flatMap(([unit, codes, molarMass]) =>
    codes.split(' ').map((loinc) => [loinc, { unit, ...(molarMass === undefined ? {} : { molarMass }) }] as const),
  ),
);

/**
 * A listed code's value in its one unit; `null` for a unit that measures something else (a weight in centimetres), and
 * `undefined` for a code that is not listed.
 * @param unit UCUM
 */
export function inLoincUnit(loinc: string, value: number, unit: string): { value: number; unit: string } | null | undefined {
  const listed = BY_LOINC.get(loinc);
  if (listed === undefined) return undefined;
  const converted = convertUnit(value, unit, listed.unit) ?? byMolarMass(value, unit, listed);
  return converted === undefined ? null : { value: converted, unit: listed.unit };
}

function byMolarMass(value: number, unit: string, { unit: target, molarMass }: LoincUnit): number | undefined {
  const moles = molarMass === undefined ? undefined : convertUnit(value, unit, 'mol/L');
  return moles === undefined || molarMass === undefined ? undefined : convertUnit(moles * molarMass, 'g/L', target);
}
