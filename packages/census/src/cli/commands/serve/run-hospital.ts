import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@medrec/shared/log';
import { type Hospital, type HospitalHooks, type Invitation, openHospital } from '../../../gatekeeper/index.ts';
import { type HttpServer, startAdminServer, startHttpServer } from '../../../http/index.ts';
import { readOrCreateAdminToken, removeEndpoint, writeEndpoint } from '../../endpoint-file.ts';
import { writeInvitation } from '../invite/index.ts';
import type { WantedLoad } from './parse-load.ts';

export interface HospitalRun {
  readonly dir: string;
  readonly rpcUrl: string;
  readonly passphrase: string | undefined;
  /** What participant.json says; empty when it says nothing. */
  readonly publicHost: string;
  readonly listen: string;
  readonly port: number;
  readonly loads: readonly WantedLoad[];
  readonly inviteFirst: number;
  readonly log: Logger;
  readonly hooks?: HospitalHooks | undefined;
}

/** After this much the process ends whatever still runs: all that matters is on disk already. */
const STOP_TIMEOUT_MS = 4000;

/** Serves until SIGTERM or SIGINT; leaves endpoint.json while it does. */
export async function runHospital(run: HospitalRun): Promise<void> {
  const { dir, log } = run;
  const stopped = untilSignal();
  let url = run.publicHost;
  const hospital = await openHospital({
    ...run,
    publicUrl: () => url,
    onInvitation: (made, number) => keepInvitation(dir, made, number, log),
  });
  const { enroll, readiness, gatekeeper, invite, status, load } = hospital;
  const server = await startHttpServer({ host: run.listen, port: run.port }, { gatekeeper, enroll, readiness }, log);
  if (isLoopback(run.publicHost)) url = server.url;
  const admin = await startAdminServer(
    await readOrCreateAdminToken(dir),
    { invite, status, load: (source, paths) => load.start(source, paths) },
    log,
  );
  await writeEndpoint(dir, { pid: process.pid, url: server.url, admin: admin.url });
  log.info({ url: server.url, publicUrl: url, providerId: gatekeeper.provider.providerId }, `gatekeeper listens at ${server.url}`);
  hospital.publisher.start();
  void loadAll(run, hospital);
  const signal = await stopped;
  log.info({ signal }, 'stopping');
  await stop(dir, hospital, [server, admin]);
}

async function loadAll({ loads, log }: HospitalRun, { load }: Hospital): Promise<void> {
  for (const { source, path } of loads) {
    log.info({ source }, 'loading in the background');
    await load.start(source, [path]);
    await load.finished();
    if (load.state().state === 'failed') return; // it has logged why
  }
}

/** The process ends on its own once everything is closed, and is ended when it does not. */
async function stop(dir: string, hospital: Hospital, servers: readonly HttpServer[]): Promise<void> {
  setTimeout(() => process.exit(0), STOP_TIMEOUT_MS).unref();
  // The publisher first, since the node may stop with us; closing the hospital waits for it.
  void hospital.publisher.stop();
  await removeEndpoint(dir);
  await Promise.all(servers.map((server) => server.close()));
  await hospital.close();
  process.exit(0);
}

function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
}

async function keepInvitation(dir: string, invitation: Invitation, number: number, log: Logger): Promise<void> {
  const folder = join(dir, 'invitations');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeInvitation(join(folder, `${number}.json`), invitation);
  log.info({ number, expiresAt: invitation.expiresAt }, `invitation ${number} is in invitations/`);
}

/** Nobody elsewhere can reach a loopback address, and its port may be a free one: the address listened on is the truth. */
function isLoopback(host: string): boolean {
  if (host === '') return true;
  return URL.canParse(host) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(host).hostname);
}
