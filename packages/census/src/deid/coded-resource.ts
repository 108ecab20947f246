import { z } from 'zod';

// The allow-list of Safe Harbor: the only elements ever read out of a resource. A schema drops what it does not name, and
// an element of a wrong form is as if it were missing, so that one odd field does not lose the resource.
const text = (longest: number) => z.string().max(longest).optional().catch(undefined);
const coding = z.object({ system: text(200), code: text(64) });
const concept = z
  .object({ coding: z.array(coding).max(64).optional().catch(undefined) })
  .optional()
  .catch(undefined);
const period = z
  .object({ start: text(40), end: text(40) })
  .optional()
  .catch(undefined);

export const codedPatient = z.object({
  gender: text(16),
  birthDate: text(40),
  deceasedBoolean: z.boolean().optional().catch(undefined),
  deceasedDateTime: text(40),
  address: z
    .array(z.object({ use: text(16), country: text(64), postalCode: text(16), period }))
    .max(64)
    .optional()
    .catch(undefined),
});

export const codedEncounter = z.object({
  status: text(32),
  class: coding.optional().catch(undefined),
  period,
  hospitalization: z.object({ dischargeDisposition: concept }).optional().catch(undefined),
});

export const codedCondition = z.object({
  clinicalStatus: concept,
  verificationStatus: concept,
  code: concept,
  onsetDateTime: text(40),
  onsetPeriod: period,
  recordedDate: text(40),
});

const quantity = z
  .object({ value: z.number().optional().catch(undefined), system: text(200), code: text(40), unit: text(40) })
  .optional()
  .catch(undefined);

export const codedObservation = z.object({
  status: text(32),
  code: concept,
  valueQuantity: quantity,
  effectiveDateTime: text(40),
  effectivePeriod: period,
  component: z
    .array(z.object({ code: concept, valueQuantity: quantity }))
    .max(256)
    .optional()
    .catch(undefined),
});

export const codedImmunization = z.object({ status: text(32), vaccineCode: concept, occurrenceDateTime: text(40) });

export const codedFamilyMember = z.object({
  status: text(32),
  relationship: concept,
  condition: z
    .array(z.object({ code: concept }))
    .max(256)
    .optional()
    .catch(undefined),
});

/** MedicationRequest, MedicationStatement, MedicationAdministration and MedicationDispense, whose dates have different names. */
export const codedMedication = z.object({
  status: text(32),
  medicationCodeableConcept: concept,
  authoredOn: text(40),
  effectiveDateTime: text(40),
  effectivePeriod: period,
  whenHandedOver: text(40),
});

export const codedProcedure = z.object({ status: text(32), code: concept, performedDateTime: text(40), performedPeriod: period });

export const codedAllergy = z.object({
  verificationStatus: concept,
  category: z.array(z.string().max(32)).max(16).optional().catch(undefined),
});

export type CodedPatient = z.infer<typeof codedPatient>;
export type CodedQuantity = z.infer<typeof quantity>;
export type CodedConcept = z.infer<typeof concept>;
