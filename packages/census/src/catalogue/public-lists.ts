import { ZIP3_WITHHELD, zip3Allowed } from '../deid/index.ts';

// Public domains: every category that a cell can have, in order, whoever is in the hospital's records.

/** FHIR's administrative gender; other and unknown are one category, because apart they would nearly always be withheld. */
export const SEXES: readonly string[] = ['female', 'male', 'other_or_unknown'];

/** HL7 ActCode; acute and non-acute stays count as inpatient. */
export const ENCOUNTER_CLASSES: readonly string[] = ['AMB', 'EMER', 'IMP', 'OBSENC', 'HH', 'VR', 'OTHER'];

/** `unknown` for no US postal code, `000` for areas too small to tell. */
export const ZIP3_AREAS: readonly string[] = ['unknown', ZIP3_WITHHELD, ...zip3Allowed()];

/** Kinship by blood, by degree (HL7 v3 RoleCode, grouped). */
export const FAMILY_RELATIONS: readonly string[] = [
  'parent',
  'sibling',
  'half_sibling',
  'child',
  'grandparent',
  'grandchild',
  'aunt_or_uncle',
  'niece_or_nephew',
  'cousin',
  'other',
];

/** The 22 chapters of ICD-10-CM (CMS, NCHS), in order; `condition.icd_chapter` holds 1 … 22. */
export const ICD10_CHAPTERS: readonly string[] = [
  'I A00-B99',
  'II C00-D49',
  'III D50-D89',
  'IV E00-E89',
  'V F01-F99',
  'VI G00-G99',
  'VII H00-H59',
  'VIII H60-H95',
  'IX I00-I99',
  'X J00-J99',
  'XI K00-K95',
  'XII L00-L99',
  'XIII M00-M99',
  'XIV N00-N99',
  'XV O00-O9A',
  'XVI P00-P96',
  'XVII Q00-Q99',
  'XVIII R00-R99',
  'XIX S00-T88',
  'XX V00-Y99',
  'XXI Z00-Z99',
  'XXII U00-U85',
];

/** Three-character categories of ICD-10-CM that are common in general practice or in hospitals, one public list for everyone. */
export const ICD3_CATEGORIES: readonly string[] = (
  'A04 A09 A41 B18 B34 B37 C18 C34 C43 C44 C50 C61 C79 C85 D12 D50 D64 D69 E03 E05 E10 E11 E55 E66 E78 E83 E86 E87 ' +
  'F03 F10 F17 F20 F31 F32 F33 F41 F43 F90 G20 G25 G30 G35 G40 G43 G47 G62 G89 H25 H35 H40 H52 H66 H91 ' +
  'I10 I11 I12 I13 I20 I21 I25 I26 I27 I34 I35 I42 I44 I47 I48 I49 I50 I63 I65 I70 I73 I82 I83 I95 ' +
  'J01 J02 J06 J18 J20 J30 J40 J44 J45 J69 J90 J96 J98 K21 K29 K31 K35 K40 K50 K51 K52 K56 K57 K58 K59 K70 K74 K76 K80 K85 K92 ' +
  'L03 L20 L30 L40 L70 L89 L97 M06 M10 M16 M17 M19 M25 M47 M48 M51 M54 M79 M81 ' +
  'N17 N18 N20 N39 N40 N80 N92 O09 O24 O80 P07 P59 Q21 R00 R05 R06 R07 R10 R11 R19 R26 R41 R42 R50 R51 R53 R55 R56 R57 R65 R73 R79 ' +
  'S06 S52 S72 S82 S93 T81 T84 U07 W19 Y92 Z00 Z23 Z51 Z66 Z68 Z72 Z79 Z80 Z85 Z86 Z87 Z88 Z90 Z91 Z93 Z94 Z95 Z98 Z99'
).split(' ');

/** Vaccines of the United States' schedules for children and adults, by CVX (CDC). */
export const VACCINES: readonly { readonly cvx: string; readonly name: string }[] = (
  '03 MMR|08 hepatitis B, child|10 polio|20 DTaP|21 varicella|33 pneumococcal PPSV23|43 hepatitis B, adult|48 Hib PRP-T|49 Hib PRP-OMP|' +
  '52 hepatitis A, adult|62 HPV4|83 hepatitis A, child|88 influenza, unspecified|94 MMRV|106 DTaP 5 antigens|107 DTaP, unspecified|' +
  '110 DTaP-hepB-polio|113 Td, adult|114 meningococcal MCV4P|115 Tdap|116 rotavirus 5|119 rotavirus 1|120 DTaP-Hib-polio|121 zoster, live|' +
  '133 pneumococcal PCV13|136 meningococcal MCV4O|140 influenza, preservative free|141 influenza, injectable|150 influenza, quadrivalent|' +
  '158 influenza, quadrivalent multidose|165 HPV9|187 zoster, recombinant|207 COVID-19 Moderna|208 COVID-19 Pfizer|212 COVID-19 Janssen|' +
  '215 pneumococcal PCV15|216 pneumococcal PCV20|305 RSV, adjuvanted'
)
  .split('|')
  .map((entry) => {
    const [cvx = '', ...name] = entry.split(' ');
    return { cvx, name: name.join(' ') };
  });
