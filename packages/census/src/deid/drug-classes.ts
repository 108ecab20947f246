/**
 * The public domain of medicines: therapeutic subgroups of the WHO's Anatomical Therapeutic Chemical classification that
 * hospitals and practices use most, with the RxNorm (NLM) codes of each: ingredients in wide use, and the products that
 * Synthea's patients are given. RxNorm has 100,000 codes and its whole map to ATC is not public domain; what is not here
 * counts as `other`.
 */
const RXNORM_BY_SUBGROUP: Readonly<Record<string, string>> = {
  A02: '7646 40790',
  A03: '1190795',
  A04: '1740467',
  A10: '6809 4821 4815 33738 84108 274783 5856 860975 106892',
  B01: '1191 11289 32968 5224 1364430 1114195 309362 855332 1804799 243670 314659',
  B03: '2001499 310325',
  B05: '313002',
  C01: '3407 1870230 705129 197604 1660014 834357',
  C02: '',
  C03: '5487 4603 9997 316049 315971 1719286 316052',
  C07: '6918 1202 20352 8787 866414',
  C08: '17767 7417 3443 11170 897718 197361',
  C09: '29046 3827 35296 52175 69749 833036',
  C10: '36567 83367 301542 42463 6472 316672 312961 259255',
  D07: '106258',
  G02: '807283 1367439 1605257 1856546',
  G03: '751905 757594 748962 389221 748856 1000126 749762 831533 748879 1534809 978950 1000156 235389 1359133 749785',
  G04: '1094107',
  H02: '8640 312617',
  H03: '10582',
  J01: '723 18631 2551 3640 562251 834061 308182 834102 311989 309097 308192 311995 789980 1652673 1659149 309045',
  J05: '',
  L01: '1736854 583214 1736776 1860480',
  L02: '752899',
  L04: '6851 105586',
  M01: '5640 7258 849574 310965 198405 198014',
  M03: '1234995',
  M04: '519 2683 197319 858069',
  M05: '904419',
  N01: '1808217 542347 73032',
  N02: '161 7804 7052 5489 10689 313782 1049221 282464 1310197 1860154 861467 857005 1732136 856980',
  N03: '25480 308971 1153378',
  N05: '563026 311700',
  N06: '36437 4493 2556 321988 310436 1599803 1091392 998582 328670 406022 996740 313185 608139 997223',
  N07: '198031',
  R03: '435 41126 88249 745679 895994 896209',
  R05: '1043400',
  R06: '28889 20610 1049630 665078 997488 477045 1014676 141918 311372 1363309 197378',
  V03: '1803932',
};

const BY_RXNORM = new Map(
  Object.entries(RXNORM_BY_SUBGROUP).flatMap(([subgroup, codes]) =>
    codes
      .split(' ')
      .filter((code) => code !== '')
      .map((code) => [code, subgroup] as const),
  ),
);

const OTHER = 'other';
const RXNORM = /^(http:\/\/www\.nlm\.nih\.gov\/research\/umls\/rxnorm|urn:oid:2\.16\.840\.1\.113883\.6\.88)$/;
const ATC = /^(http:\/\/www\.whocc\.no\/atc|urn:oid:2\.16\.840\.1\.113883\.6\.73)$/;

/** Every class a medicine can have, in order. */
export const DRUG_CLASSES: readonly string[] = [...Object.keys(RXNORM_BY_SUBGROUP), OTHER];

/** The public class of a medicine's codings: of its ATC code, else of its RxNorm code; `other` where neither is listed. */
export function drugClass(codings: readonly { readonly system?: string | undefined; readonly code?: string | undefined }[]): string {
  for (const { system, code } of codings) {
    const subgroup = code?.slice(0, 3) ?? '';
    if (system !== undefined && ATC.test(system) && subgroup in RXNORM_BY_SUBGROUP) return subgroup;
  }
  for (const { system, code } of codings) {
    const subgroup = system !== undefined && RXNORM.test(system) ? BY_RXNORM.get(code ?? '') : undefined;
    if (subgroup !== undefined) return subgroup;
  }
  return OTHER;
}
