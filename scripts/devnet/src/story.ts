import { rm } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Children } from './children.ts';
import type { DevnetConsole } from './console.ts';
import type { DevnetLayout } from './layout.ts';
import type { RunningNetwork } from './network.ts';
import { exists } from './wait.ts';

const address = z.looseObject({ address: z.string() });
const reading = z.looseObject({ verified: z.literal(true) });

/**
 * One patient takes her record into her own hands: she accepts the relationship, grants a doctor access to her
 * observations for a day, the doctor reads and checks them against the chain, she revokes, and the doctor is refused.
 */
export async function tellPatientsStory(
  layout: DevnetLayout,
  network: RunningNetwork,
  children: Children,
  console: DevnetConsole,
): Promise<void> {
  const wallet = (dir: string, command: string, ...args: string[]): Promise<string> =>
    children.run('medrec-wallet', [command, ...args, '--dir', dir, '--rpc', network.hospitalRpc, '--json']);

  if (!(await exists(layout.invitation)))
    await children.run('medrec-census', ['invite', '--dir', layout.hospital, '--out', layout.invitation]);
  console.say('patient: accepts the hospital’s invitation with an address of her own');
  await wallet(layout.patient, 'accept', layout.invitation);
  const doctor = address.parse(JSON.parse(await children.run('medrec-wallet', ['address', '--dir', layout.doctor, '--json'])));
  console.say('patient: grants a doctor her observations for one day');
  await rm(layout.ticket, { force: true }); // an earlier start's, revoked by then; `grant` writes over nothing
  await wallet(layout.patient, 'grant', '--to', doctor.address, '--resources', 'Observation', '--days', '1', '--out', layout.ticket);
  reading.parse(JSON.parse(await readWhenConfirmed(() => wallet(layout.doctor, 'read', '--ticket', layout.ticket))));
  console.say('doctor:  reads them; every value checked against the chain');
  await wallet(layout.patient, 'revoke', layout.ticket);
  await requireRefusal(() => wallet(layout.doctor, 'read', '--ticket', layout.ticket));
  console.say('patient: revokes; the doctor is refused from that moment');
}

const RETRIES = 30;
const RETRY_MS = 1000;

/** A grant counts once it is k blocks deep; until then the gatekeeper says so and the doctor tries again. */
async function readWhenConfirmed(read: () => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (attempt === RETRIES || !said(error, 'NOT_PERMITTED', 'NOT_CONFIRMED', 'UNKNOWN_RELATIONSHIP')) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function requireRefusal(read: () => Promise<string>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (said(error, 'NOT_PERMITTED')) return;
    throw error;
  }
  throw new MedrecError({
    code: 'REVOCATION_IGNORED',
    message: 'A doctor could read after the patient had revoked.',
    remedy: 'This is a fault in MedRec; please report it with the log above.',
  });
}

function said(error: unknown, ...codes: string[]): boolean {
  return error instanceof MedrecError && codes.some((code) => String(error.facts['said']).includes(code));
}
