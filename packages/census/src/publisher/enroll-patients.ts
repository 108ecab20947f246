import type { Hex } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS, ROLE } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import type { TypedDomain } from '@medrec/shared/signing';
import type { Custody } from './custody.ts';
import type { BookEntry, PatientBook } from './patient-book.ts';
import { type BatchDependencies, hasRoom, sendBatch } from './send-batch.ts';
import { type Registration, signConsent } from './sign-consent.ts';
import { skippedIn } from './skipped.ts';
import type { StageTable } from './stages.ts';

export const ENROLL_BATCH = 64;
const MAX_SKIPS = 5;
/** A wallet's consent that ends sooner than this would be too late in its block. */
const CONSENT_MARGIN_SECONDS = 30n;

export interface EnrollDependencies extends BatchDependencies {
  readonly book: PatientBook;
  readonly stages: StageTable;
  readonly custody: Custody;
  readonly domain: TypedDomain;
  /** The provider's account, which sponsors its patients. */
  readonly sponsor: Hex;
  readonly nowSeconds: () => bigint;
  /** How often the chain skipped a patient's enrolment, by the same reason or another. */
  readonly skips: Map<Hex, number>;
  /** Asks for another look at where these patients stand. */
  readonly lookAgain: (patients: readonly Hex[]) => void;
}

interface Enrollment {
  readonly patient: Hex;
  readonly registration: Registration;
}

/** Sends the planned patients' registrations, at most one batch. @returns false when there is nothing to send or no room. */
export async function enrollPatients(dependencies: EnrollDependencies): Promise<boolean> {
  const { stages, book } = dependencies;
  if (stages.count('planned') === 0 || !(await hasRoom(dependencies))) return false;
  const items: Enrollment[] = [];
  for (const patient of stages.patientsIn('planned').slice(0, ENROLL_BATCH)) {
    const entry = book.get(patient);
    const registration = entry && (await registrationOf(entry, dependencies));
    if (registration === undefined) stages.set(patient, 'waiting');
    else items.push({ patient, registration });
  }
  if (items.length === 0) return false;
  const move = (moved: readonly Enrollment[], stage: 'planned' | 'enrolling'): void => {
    for (const { patient } of moved) stages.set(patient, stage);
  };
  const patientsOf = (some: readonly Enrollment[]): Hex[] => some.map(({ patient }) => patient);
  return sendBatch<Enrollment>(
    {
      to: RELATIONSHIPS_ADDRESS,
      label: 'enrol patients',
      items,
      encode: (some) => encodeCall(relationshipsAbi, 'enroll', [some.map(({ registration }) => ({ registration, accepted: true }))]),
      onSending: (some) => move(some, 'enrolling'),
      async onSealed(some, transaction) {
        const skipped = skippedIn(transaction);
        for (const { patient, registration } of some) {
          const isHers = book.get(patient)?.relationship === registration.account;
          if (isHers && !skipped.has(registration.account)) stages.set(patient, 'accepted');
        }
        const left = some.filter(({ registration }) => skipped.has(registration.account));
        if (left.length > 0) noteSkipped(left, skipped, dependencies);
      },
      onConfirmed: async () => undefined,
      onLost: (some) => dependencies.lookAgain(patientsOf(some)),
    },
    dependencies,
  );
}

/** Looks again at patients whom the chain skipped: it may have them already. One skipped time and again is left alone until a restart. */
function noteSkipped(left: readonly Enrollment[], reasons: ReadonlyMap<Hex, string>, dependencies: EnrollDependencies): void {
  const { stages, skips, log } = dependencies;
  log.warn({ skipped: left.length, reason: [...reasons.values()][0] }, 'the chain skipped enrolments');
  for (const { patient } of left) {
    const count = (skips.get(patient) ?? 0) + 1;
    skips.set(patient, count);
    if (count < MAX_SKIPS) dependencies.lookAgain([patient]);
    else stages.set(patient, 'waiting');
  }
}

/** Undefined when the patient's wallet must sign again: its consent has run out. */
async function registrationOf(entry: BookEntry, dependencies: EnrollDependencies): Promise<Registration | undefined> {
  const { custody, sponsor, domain, nowSeconds } = dependencies;
  if (entry.custodyIndex !== null) return signConsent(custody.accountAt(entry.custodyIndex), sponsor, domain, nowSeconds());
  if (entry.registration === null || BigInt(entry.registration.deadline) <= nowSeconds() + CONSENT_MARGIN_SECONDS) return undefined;
  const { commitment, deadline, consent } = entry.registration;
  const { relationship: account, encryptionKey } = entry;
  return { account, role: ROLE.patient, commitment, encryptionKey, deadline: BigInt(deadline), consent };
}
