// [chapter, first category, last category]: ICD-10-CM tabular list, NCHS/CMS.
const ICD10: readonly (readonly [number, string, string])[] = [
  [1, 'A00', 'B99'],
  [2, 'C00', 'D49'],
  [3, 'D50', 'D89'],
  [4, 'E00', 'E89'],
  [5, 'F01', 'F99'],
  [6, 'G00', 'G99'],
  [7, 'H00', 'H59'],
  [8, 'H60', 'H95'],
  [9, 'I00', 'I99'],
  [10, 'J00', 'J99'],
  [11, 'K00', 'K95'],
  [12, 'L00', 'L99'],
  [13, 'M00', 'M99'],
  [14, 'N00', 'N99'],
  [15, 'O00', 'O9A'],
  [16, 'P00', 'P96'],
  [17, 'Q00', 'Q99'],
  [18, 'R00', 'R99'],
  [19, 'S00', 'T88'],
  [20, 'V00', 'Y99'],
  [21, 'Z00', 'Z99'],
  [22, 'U00', 'U85'],
];

// [ICD-10-CM chapter, first, last ICD-9-CM category]: ICD-9-CM's chapters (NCHS/CMS), its sixth split by organ into
// ICD-10's 6, 7 and 8, and 279 (immunity disorders) moved to the blood chapter, where ICD-10 has it.
const ICD9: readonly (readonly [number, number, number])[] = [
  [1, 1, 139],
  [2, 140, 239],
  [4, 240, 278],
  [3, 279, 289],
  [5, 290, 319],
  [6, 320, 359],
  [7, 360, 379],
  [8, 380, 389],
  [9, 390, 459],
  [10, 460, 519],
  [11, 520, 579],
  [14, 580, 629],
  [15, 630, 679],
  [12, 680, 709],
  [13, 710, 739],
  [17, 740, 759],
  [16, 760, 779],
  [18, 780, 799],
  [19, 800, 999],
];

/** ICD-10-CM chapters, in order: the public domain of every table by chapter. */
export const ICD10_CHAPTERS = 22;

/** Chapter 1–22 of an ICD-10-CM (or ICD-10) code, dotted or not; `null` outside the list. */
export function icd10Chapter(code: string): number | null {
  if (!/^[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?$/i.test(code)) return null;
  const category = code.slice(0, 3).toUpperCase();
  return ICD10.find(([, first, last]) => category >= first && category <= last)?.[0] ?? null;
}

/** ICD-10-CM chapter of an ICD-9-CM diagnosis code, dotted or not, by chapter range; `null` outside the list. */
export function icd9Chapter(code: string): number | null {
  const text = code.toUpperCase();
  if (/^V\d{2}(\.?\d{1,2})?$/.test(text)) return 21;
  if (/^E\d{3}(\.?\d)?$/.test(text)) return 20;
  if (!/^\d{3}(\.?\d{1,2})?$/.test(text)) return null;
  const category = Number(text.slice(0, 3));
  return ICD9.find(([, first, last]) => category >= first && category <= last)?.[0] ?? null;
}
