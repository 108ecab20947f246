import type { FamilyRelation } from '../record/index.ts';

// HL7 v3 RoleCode, value set FamilyMember (http://terminology.hl7.org/ValueSet/v3-FamilyMember), by degree of kinship. Kin
// by marriage, adoption or law share no genes: they are `other`.
const CODES: Readonly<Record<Exclude<FamilyRelation, 'other'>, string>> = {
  parent: 'PRN MTH FTH NPRN NMTH NFTH NFTHF',
  sibling: 'SIB BRO SIS NSIB NBRO NSIS TWIN TWINBRO TWINSIS FTWIN FTWINBRO FTWINSIS ITWIN ITWINBRO ITWINSIS',
  half_sibling: 'HSIB HBRO HSIS',
  child: 'CHILD NCHILD SONC DAUC SON DAU',
  grandparent: 'GRPRN GRMTH GRFTH MGRPRN MGRMTH MGRFTH PGRPRN PGRMTH PGRFTH',
  grandchild: 'GRNDCHILD GRNDSON GRNDDAU',
  aunt_or_uncle: 'AUNT UNCLE MAUNT MUNCLE PAUNT PUNCLE',
  niece_or_nephew: 'NIENEPH NIECE NEPHEW',
  cousin: 'COUSN MCOUSN PCOUSN',
};

const BY_CODE = new Map(
  Object.entries(CODES).flatMap(([relation, codes]) => codes.split(' ').map((code) => [code, relation as FamilyRelation] as const)),
);

/** The public category of a v3 RoleCode. */
export function familyRelation(code: string | undefined): FamilyRelation {
  return BY_CODE.get(code ?? '') ?? 'other';
}
