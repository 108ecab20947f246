/** Goes into every datasheet, so that a reader knows which list was applied. */
export const ZIP3_TABLE_VERSION = 'union of 2000, 2010 and 2020 Census, 1';

/**
 * Three-digit ZIP areas of 20,000 people or fewer, by census: 45 CFR 164.514(b)(2)(i)(B). Published lists disagree, so
 * an area restricted in any of them is restricted here.
 * 2000: HHS, "Guidance Regarding Methods for De-identification of PHI" (2012). 2010: Census 2010 ZCTA populations summed
 * by prefix. 2020: Census 2020 DHC, table P1, summed by prefix. US government works, public domain.
 */
export const ZIP3_RESTRICTED: Readonly<Record<'2000' | '2010' | '2020', string>> = {
  2000: '036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893',
  2010: '036 059 102 202 203 204 205 369 556 692 753 772 821 823 878 879 884 893',
  2020: '036 059 102 202 203 204 205 369 556 692 753 772 821 823 878 879 884 893',
};

/** Prefixes that the 2010 Census knows people in (891 of them), as ranges; any other tells too little to be let out. */
export const ZIP3_KNOWN =
  '010-054 056-089 100-191 193-212 214-268 270-310 312-331 333-339 341-342 344 346-347 349-352 354-374 376-398 400-418 ' +
  '420-427 430-458 460-508 510-516 520-528 530-532 534-535 537-551 553-554 556-567 570-577 580-588 590-620 622-631 633-641 ' +
  '644-648 650-658 660-662 664-681 683-693 700-701 703-708 710-714 716-731 734-741 743-770 772-816 820-838 840-841 843-847 ' +
  '850-853 855-857 859-860 863-865 870-871 873-875 877-884 890-891 893-895 897-898 900 902-908 910-928 930-937 939-941 ' +
  '943-961 967-968 970-986 988-999';
