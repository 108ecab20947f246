import { dirname, join, resolve } from 'node:path';
import { endpointsPath } from '@medrec/shared/cli';

/** The repository's root, from which the binaries are started. */
export const ROOT: string = resolve(import.meta.dirname, '../../..');

export type ProgramName = 'medrec-miner' | 'medrec-census' | 'medrec-wallet';

const ENTRY_POINTS: Record<ProgramName, string> = {
  'medrec-miner': join(ROOT, 'packages/miner/src/cli/main.ts'),
  'medrec-census': join(ROOT, 'packages/census/src/cli/main.ts'),
  'medrec-wallet': join(ROOT, 'packages/shared/src/wallet/main.ts'),
};

export function entryPoint(program: ProgramName): string {
  return ENTRY_POINTS[program];
}

/** Where a devnet lies unless --dir says otherwise; commands given no address look here. */
export function defaultRoot(): string {
  return dirname(endpointsPath());
}

/** Where everything of one devnet lies; all of it private (0700), none of it in git. */
export interface DevnetLayout {
  readonly root: string;
  readonly state: string;
  readonly lock: string;
  readonly spec: string;
  readonly endpoints: string;
  readonly data: string;
  readonly hospital: string;
  readonly hospitalNode: string;
  readonly labs: readonly { readonly name: string; readonly dir: string }[];
  readonly patient: string;
  readonly doctor: string;
  readonly invitation: string;
  readonly ticket: string;
}

export function devnetLayout(root: string): DevnetLayout {
  return {
    root,
    state: join(root, 'devnet.json'),
    lock: join(root, 'devnet.lock'),
    spec: join(root, 'spec.json'),
    endpoints: join(root, 'endpoints.json'),
    data: join(root, 'generated'),
    hospital: join(root, 'hospital'),
    hospitalNode: join(root, 'hospital-node'),
    labs: ['lab-a', 'lab-b'].map((name) => ({ name, dir: join(root, name) })),
    patient: join(root, 'patient-wallet'),
    doctor: join(root, 'doctor-wallet'),
    invitation: join(root, 'patient-invitation.json'),
    ticket: join(root, 'doctor-ticket.json'),
  };
}
