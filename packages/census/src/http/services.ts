import type { Hex } from '@medrec/shared/bytes';
import type { EnrolRegistration, Gatekeeper, HospitalStatus, Invitation } from '../gatekeeper/index.ts';

/** What the public routes call. */
export interface HttpServices {
  readonly gatekeeper: Gatekeeper;
  enroll(invitation: Hex, registration: EnrolRegistration): Promise<{ relationship: Hex }>;
  /** Why requests cannot be served now, in a few words; undefined when they can. */
  readiness(): Promise<string | undefined>;
}

/** What the operator's routes call. */
export interface AdminServices {
  invite(patient: string | undefined): Promise<Invitation>;
  status(): Promise<HospitalStatus>;
  /** Starts a load in the background. @throws MedrecError `LOAD_RUNNING`. */
  load(source: string, paths: readonly string[]): Promise<void>;
}
