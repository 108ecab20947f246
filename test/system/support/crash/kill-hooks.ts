import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { HospitalHooks } from '@medrec/census/gatekeeper';
import type { SentTransaction, Transactions } from '@medrec/census/publisher';
import type { ReleaseHooks, ReleaseWriter } from '@medrec/census/release';
import type { Hex } from '@medrec/shared/bytes';
import { armedFile, type CrashPoint, type Evidence, evidenceFile, markerFile } from './points.ts';

/** Labels of the hospital's transactions, by what a crash point calls them. */
const SENDINGS: readonly { readonly label: string; readonly sent?: CrashPoint; readonly sealed?: CrashPoint }[] = [
  { label: 'enrol patients', sent: 'after-enrolment-sent' },
  { label: 'set records', sent: 'after-records-sent' },
  { label: 'close census epoch', sent: 'after-close-sent' },
  { label: 'publish the release', sent: 'after-publication-sent', sealed: 'after-publication-sealed' },
];

/**
 * Ends this process as a power cut would, at the point that the folder's `armed` file names, once. All that it does
 * before is synchronous: nothing else of the gatekeeper runs between the point and the kill.
 */
export function createKillHooks(dir: string): HospitalHooks {
  let inHand: Hex | undefined;
  const note = (evidence: Evidence): void => appendFileSync(evidenceFile(dir), `${JSON.stringify(evidence)}\n`);
  const killAt = (point: CrashPoint, releaseKey = inHand): void => {
    const armed = armedFile(dir);
    if (!existsSync(armed) || readFileSync(armed, 'utf8') !== point) return;
    const marker = markerFile(dir, point);
    writeFileSync(`${marker}.tmp`, JSON.stringify({ point, releaseKey }));
    renameSync(`${marker}.tmp`, marker);
    rmSync(armed);
    process.kill(process.pid, 'SIGKILL');
  };

  const release: ReleaseHooks = {
    afterDebit: async (releaseKey) => killAt('after-debit', releaseKey),
    afterDraw: async (releaseKey) => {
      note({ event: 'drawn', releaseKey });
      killAt('after-draw', releaseKey);
    },
    afterStore: async (releaseKey) => killAt('after-store', releaseKey),
  };

  const writer = (real: ReleaseWriter): ReleaseWriter => ({
    async prepare(request) {
      const prepared = await real.prepare(request);
      inHand = prepared.releaseKey;
      note({ event: 'prepared', ...prepared });
      return prepared;
    },
    async markPublishing(releaseKey) {
      await real.markPublishing(releaseKey);
      killAt('after-publishing-recorded', releaseKey);
    },
    async markPublished(releaseKey) {
      await real.markPublished(releaseKey);
      killAt('after-published-recorded', releaseKey);
    },
    async packageFor(releaseKey, tier) {
      const bytes = await real.packageFor(releaseKey, tier);
      killAt('while-claim-answered', releaseKey);
      return bytes;
    },
  });

  const transactions = (real: Transactions): Transactions => ({
    ...real,
    async send(transaction) {
      const points = SENDINGS.find(({ label }) => transaction.label.startsWith(label));
      const releaseKey = inHand;
      const sent = await real.send(transaction);
      if (points?.sent) killAt(points.sent, releaseKey);
      const sealed = points?.sealed;
      if (sealed) void killOnceSealed(sent, () => killAt(sealed, releaseKey));
      return sent;
    },
  });

  return { release, writer, transactions };
}

async function killOnceSealed(sent: SentTransaction, kill: () => void): Promise<void> {
  await sent.wait(0).then(kill, () => undefined);
}
