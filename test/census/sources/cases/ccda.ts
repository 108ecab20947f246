import type { SourceCase } from '../conformance.ts';

const T = '2.16.840.1.113883.10.20.22.4.';
const template = (number: number): string => `<templateId root="${T}${number}"/>`;

/** A document of one patient with the given entries in one section. */
export function ccdaDocument(entries: string, patient = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<effectiveTime value="20230503102531-0400"/>
<recordTarget><patientRole>
<id root="2.16.840.1.113883.4.1" extension="078-05-1120"/><id root="1.2.3.4" extension="MRN-5512"/>
<addr use="HP"><streetAddressLine>1 Elm Street</streetAddressLine><city>Cambridge</city><state>MA</state><postalCode>02139</postalCode><country>US</country></addr>
<telecom value="tel:555-867-5309"/>
<patient><name><given>Anna</given><family>Quimby</family></name><administrativeGenderCode code="F"/><birthTime value="19500304"/>${patient}</patient>
</patientRole></recordTarget>
<component><structuredBody><component><section>
<text>Anna Quimby lives in Elm Street.</text>
${entries}
</section></component></structuredBody></component>
</ClinicalDocument>
`;
}

export const ENTRIES = [
  `<entry><act classCode="ACT" moodCode="EVN">${template(3)}<statusCode code="active"/><entryRelationship><observation classCode="OBS" moodCode="EVN">${template(4)}<id root="ab1791b0-5c71-11db-b0de-0800200c9a66"/><effectiveTime><low value="20140506"/></effectiveTime><value xsi:type="CD" code="44054006" codeSystem="2.16.840.1.113883.6.96"><translation code="E11.9" codeSystem="2.16.840.1.113883.6.90"/></value></observation></entryRelationship></act></entry>`,
  `<entry><observation classCode="OBS" moodCode="EVN" negationInd="true">${template(4)}<value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96"/></observation></entry>`,
  `<entry><organizer classCode="BATTERY" moodCode="EVN"><component><observation classCode="OBS" moodCode="EVN">${template(2)}<id root="1.2.3.9" extension="r1"/><code code="2345-7" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/><effectiveTime value="20230502"/><value xsi:type="PQ" value="5.5" unit="mmol/L"/></observation></component></organizer></entry>`,
  `<entry><observation classCode="OBS" moodCode="RQO">${template(2)}<code code="2345-7" codeSystem="2.16.840.1.113883.6.1"/></observation></entry>`,
  `<entry><substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="false">${template(52)}<statusCode code="completed"/><effectiveTime value="20221010"/><consumable><manufacturedProduct><manufacturedMaterial><code code="140" codeSystem="2.16.840.1.113883.12.292"/></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>`,
  `<entry><encounter classCode="ENC" moodCode="EVN">${template(49)}<id root="1.2.3.8" extension="e1"/><code code="99213" codeSystem="2.16.840.1.113883.6.12"><translation code="AMB" codeSystem="2.16.840.1.113883.5.4"/></code><effectiveTime value="20230427"/></encounter></entry>`,
  `<entry><organizer classCode="CLUSTER" moodCode="EVN">${template(45)}<subject><relatedSubject classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/><subject><birthTime value="1922"/></subject></relatedSubject></subject><component><observation classCode="OBS" moodCode="EVN">${template(46)}<value xsi:type="CD" code="22298006" codeSystem="2.16.840.1.113883.6.96"/></observation></component></organizer></entry>`,
].join('\n');

const id = 'ccda-a46d23550a48684375f5efc6d2b0babc';

export const ccdaCase: SourceCase = {
  source: 'ccda',
  files: { 'anna.xml': ccdaDocument(ENTRIES) },
  main: 'anna.xml',
  expected: {
    [`Patient of ${id}`]: 1,
    [`Condition of ${id}`]: 1,
    [`Observation of ${id}`]: 1,
    [`Immunization of ${id}`]: 1,
    [`Encounter of ${id}`]: 1,
    [`FamilyMemberHistory of ${id}`]: 1,
  },
  broken: {
    after: 12,
    text: `<entry><observation classCode="OBS" moodCode="EVN">${template(2)}<code code="718-7" codeSystem="2.16.840.1.113883.6.1"/><value xsi:type="PQ" value="twelve" unit="g/dL"/></observation></entry>`,
    line: 13,
    reason: 'VALUE_INVALID',
  },
  identifiers: ['5512', '078-05-1120', '555-867-5309', 'Quimby', 'Anna', 'Elm', '02139', '1950-03-04', '2023-0', '2014-05'],
  cut: 'whole',
};
