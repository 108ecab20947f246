/** Made-up words and public codes that the generated records are put together from. */

export const GIVEN_NAMES = {
  female: [
    'Adaeze',
    'Birgit',
    'Carmela',
    'Delphine',
    'Eun-ji',
    'Fatima',
    'Guadalupe',
    'Hedwig',
    'Ingeborg',
    'Jocasta',
    'Kateryna',
    'Léonie',
  ],
  male: [
    'Anselm',
    'Bartholomew',
    'Casimir',
    'Dmitri',
    'Emeka',
    'Florian',
    'Giacomo',
    'Hiroshi',
    'Ignatius',
    'Joaquín',
    'Kwabena',
    'Ludovic',
  ],
} as const;

export const FAMILY_NAMES = [
  'Abernathy',
  'Bergström',
  'Castellanos',
  'Delacroix',
  'Eriksen',
  'Fitzwilliam',
  'Grzybowski',
  'Hollingsworth',
  'Ivanova',
  'Jayawardene',
  'Kowalczyk',
  'Lindqvist',
  'Mbeki-Okafor',
  'Nakamura',
  'O’Shaughnessy',
  'Papadopoulos',
  'Quattlebaum',
  'Ruthersdale',
  'Szymanski',
  'Thistlethwaite',
  'Underhill',
  'Villanueva',
  'Wojciechowski',
  'Yamaguchi',
  'Zimmermann',
] as const;

export const STREETS = ['Alder Lane', 'Birch Street', 'Cedar Avenue', 'Dogwood Road', 'Elm Court', 'Fir Terrace', 'Hazel Way'] as const;
export const TOWNS = ['Ashfordbridge', 'Brackenmouth', 'Coldharbour Mills', 'Dunwich Falls', 'Eastermere'] as const;

/** Three-digit ZIP areas of Massachusetts, and two (036, 059) too small to be told. */
export const ZIP3 = ['010', '014', '015', '017', '018', '019', '020', '021', '021', '021', '023', '024', '025', '027'] as const;
export const SMALL_ZIP3 = ['036', '059'] as const;

/** ICD-10-CM codes by chapter, from 1. */
export const CODES: readonly (readonly string[])[] = [
  ['A09', 'A41.9', 'B18.2', 'B34.9'],
  ['C18.9', 'C50.919', 'C61', 'D12.6'],
  ['D50.9', 'D64.9', 'D69.6'],
  ['E11.9', 'E78.5', 'E03.9', 'E66.9'],
  ['F32.9', 'F41.1', 'F10.20', 'F17.210'],
  ['G43.909', 'G40.909', 'G47.33', 'G20'],
  ['H25.9', 'H40.9', 'H10.9'],
  ['H66.90', 'H91.90'],
  ['I10', 'I25.10', 'I48.91', 'I50.9'],
  ['J45.909', 'J44.9', 'J18.9', 'J06.9'],
  ['K21.9', 'K57.30', 'K80.20', 'K35.80'],
  ['L40.0', 'L30.9', 'L03.90'],
  ['M17.9', 'M54.50', 'M81.0', 'M10.9'],
  ['N18.30', 'N39.0', 'N40.0', 'N20.0'],
  ['O14.90', 'O24.410', 'O03.9'],
  ['P07.30', 'P59.9'],
  ['Q21.0', 'Q90.9', 'Q66.89'],
  ['R07.9', 'R50.9', 'R10.9', 'R51.9'],
  ['S72.001A', 'S93.401A', 'T78.40XA', 'S06.0X0A'],
  ['W19.XXXA', 'V43.52XA', 'X58.XXXA'],
  ['Z79.4', 'Z87.891', 'Z95.1', 'Z34.90'],
  ['U07.1'],
];

export interface Measurement {
  readonly loinc: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
}

export const MEASUREMENTS: readonly Measurement[] = [
  { loinc: '8480-6', unit: 'mm[Hg]', low: 95, high: 175 },
  { loinc: '8462-4', unit: 'mm[Hg]', low: 55, high: 105 },
  { loinc: '39156-5', unit: 'kg/m2', low: 17, high: 42 },
  { loinc: '8867-4', unit: '/min', low: 48, high: 110 },
  { loinc: '4548-4', unit: '%', low: 4.5, high: 11 },
  { loinc: '2345-7', unit: 'mg/dL', low: 65, high: 280 },
  { loinc: '2160-0', unit: 'mg/dL', low: 0.5, high: 2.4 },
];
