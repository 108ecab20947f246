// Goal: a gatekeeper killed with -9 at any step of a release's way (debit, draw, store, publication, delivery) never pays
// two different releases under one name, never spends more than was debited, and pays what it owed once it runs again.
// Killed while it brings patients onto the chain, it gives each exactly one relationship and one pointer.
//
// Method: a node, one mining lab and the hospital's real `serve` command as processes, on small epochs; new patients come
// one after another, so that records, and with them releases, keep coming. The command runs with hooks that make it kill
// itself once at the point the test names (support/crash/kill-hooks.ts). It is started again at once and told the point
// *before* that one: the release it was killed over has to find its own way while another one runs into the next kill. In
// the end the chain, the lab's library, fresh claims and the hospital's disk must tell the same story.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRelease } from '@medrec/miner/rewards';
import type { Hex } from '@medrec/shared/bytes';
import { manifestCommitment, manifestHash } from '@medrec/shared/census';
import { CENSUS_ADDRESS, RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, readContract, relationshipsAbi } from '@medrec/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPatientFlow, type PatientFlow, proposedRelationships, recordedRelationships } from './support/crash/flow.ts';
import { type HospitalDisk, readHospitalDisk } from './support/crash/hospital-disk.ts';
import { createLabHand, type Funded, type LabHand } from './support/crash/lab.ts';
import {
  arm,
  CRASH_DIR,
  type CrashPoint,
  type Evidence,
  type Marker,
  markerOf,
  PATIENT_POINTS,
  RELEASE_POINTS,
  type ReleasePoint,
  readEvidence,
} from './support/crash/points.ts';
import { startTestNetwork, type TestNetwork } from './support/network.ts';
import { until } from './support/until.ts';

const PATIENT_STEPS = Object.entries(PATIENT_POINTS) as [CrashPoint, string][];
const RELEASE_STEPS = (Object.entries(RELEASE_POINTS) as [ReleasePoint, string][]).toReversed();
const FINEST_TIER = 3;
/** Seconds on a free machine; more where others work. */
const PATIENCE_MS = 100_000;

const SPEC = { confirmations: 1, censusEpochSeconds: 5 };
/** ρ for many more releases than the test makes. */
const BUDGET = ['--lifetime-rho', '40', '--slice-rho', '40', '--minimum-cohort', '3'];

let dir: string;
let flow: PatientFlow;
let network: TestNetwork;
let lab: LabHand;
const killedOver = new Map<CrashPoint, Marker>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-crash-'));
  flow = await createPatientFlow(join(dir, 'data'));
  const path = join(import.meta.dirname, 'support/crash/gatekeeper-child.ts');
  const hospitalScript = { path, env: { [CRASH_DIR]: dir } };
  await arm(dir, 'after-enrolment-sent');
  network = await startTestNetwork({ data: flow.data, spec: SPEC, hospitalInit: BUDGET, hospitalScript });
  flow.start(network.hospitalDir);
  lab = await createLabHand(network.labs[0]?.dir ?? '', network.client);
});
afterAll(async () => {
  await flow?.abort();
  await network?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Lets the armed gatekeeper come to that point and starts it again. */
async function killAndRestart(point: CrashPoint): Promise<Marker> {
  await arm(dir, point);
  const marker = await until(`the gatekeeper kills itself ${point}`, () => markerOf(dir, point), PATIENCE_MS);
  await until('it is dead', async () => network.gatekeeper.process.signalCode ?? undefined);
  expect(network.gatekeeper.process.signalCode).toBe('SIGKILL');
  await network.restartGatekeeper('SIGKILL');
  return marker;
}

describe('a gatekeeper that is killed with -9', () => {
  it.each(PATIENT_STEPS)('%s: %s', async (point) => {
    killedOver.set(point, await killAndRestart(point));
  });

  it.each(RELEASE_STEPS)('%s: %s', async (point) => {
    killedOver.set(point, await killAndRestart(point));
  });
});

describe('once it runs again', () => {
  let earned: Funded[];
  let packages: Map<Hex, Uint8Array>;
  let evidence: Evidence[];
  let disk: HospitalDisk;
  let patients: number;

  beforeAll(async () => {
    patients = await flow.end();
    await until('all records are on the chain', async () => (await recordedRelationships(network.client)).size === patients || undefined);
    const paid = async (): Promise<Funded[] | undefined> => {
      const [owed, filed] = await Promise.all([lab.earned(), lab.filed()]);
      return owed.every(({ releaseKey }) => filed.has(releaseKey)) ? owed : undefined;
    };
    earned = await until('the lab is paid all that it earned', paid, PATIENCE_MS);
    packages = new Map();
    for (const release of earned) packages.set(release.releaseKey, await lab.claim(network.gatekeeperUrl, release, FINEST_TIER));
  }, 240_000);

  it.each(RELEASE_STEPS)('the lab has the release over which it was killed %s', async (point) => {
    const releaseKey = killedOver.get(point)?.releaseKey;
    expect([...packages.keys()]).toContain(releaseKey);
  });

  it('each release was published once', async () => {
    const publications = await lab.publications();
    expect(publications.toSorted()).toEqual(earned.map(({ releaseKey }) => releaseKey).toSorted());
  });

  it('what the lab filed is what a fresh claim brings, and what the chain committed to', async () => {
    for (const { receipt, ...entry } of await lab.library.list()) {
      const bytes = packages.get(receipt.releaseKey);
      const files = await lab.unpack(bytes ?? new Uint8Array());
      expect(await lab.library.filesOf({ receipt, ...entry })).toEqual(files);
      const { manifest, salt } = await openRelease(files);
      const committed = await lab.reads.commitmentOf(receipt.releaseKey, FINEST_TIER);
      expect(manifestCommitment(manifestHash(manifest), salt)).toBe(committed);
    }
  });

  it('the same bytes come again, from one more run', async () => {
    await network.restartGatekeeper('SIGKILL');
    for (const release of earned) {
      const again = await lab.claim(network.gatekeeperUrl, release, FINEST_TIER);
      expect(Buffer.compare(again, packages.get(release.releaseKey) ?? new Uint8Array())).toBe(0);
    }
  });

  describe('and on its disk', () => {
    beforeAll(async () => {
      await network.gatekeeper.stop('SIGKILL');
      evidence = await readEvidence(dir);
      disk = await readHospitalDisk(network.hospitalDir);
    });

    it('no release had other commitments in one run than in the next, or on the chain', async () => {
      for (const { releaseKey } of earned) {
        const prepared = evidence.filter((entry) => entry.event === 'prepared' && entry.releaseKey === releaseKey);
        const onChain = await Promise.all([0, 1, 2, FINEST_TIER].map((tier) => lab.reads.commitmentOf(releaseKey, tier)));
        expect(prepared.length).toBeGreaterThan(0);
        for (const { commitments } of prepared) expect(commitments).toEqual(onChain);
      }
    });

    it('no release was drawn again once it was stored, and none twice but the one whose draw was lost with the process', () => {
      for (const { releaseKey } of earned) {
        const events = evidence.filter((entry) => entry.releaseKey === releaseKey).map(({ event }) => event);
        expect(events.lastIndexOf('drawn')).toBeLessThan(events.indexOf('prepared'));
        const draws = events.filter((event) => event === 'drawn').length;
        expect(draws).toBe(killedOver.get('after-draw')?.releaseKey === releaseKey ? 2 : 1);
      }
    });

    it('chain, ledger and releases name the same sum, within the lifetime budget', async () => {
      const providerId = earned[0]?.providerId ?? '0x';
      const { call } = network.client;
      const releases = await Promise.all(
        earned.map(({ releaseKey }) => readContract(call, CENSUS_ADDRESS, censusAbi, 'releaseOf', [releaseKey])),
      );
      const sum = releases.reduce((total, { microRho }) => total + microRho, 0n);
      const { lifetimeMicroRho } = await readContract(call, CENSUS_ADDRESS, censusAbi, 'policyOf', [providerId]);
      expect(await readContract(call, CENSUS_ADDRESS, censusAbi, 'spentMicroRho', [providerId])).toBe(sum);
      expect(BigInt(disk.ledger.spentMicroRho())).toBe(sum);
      expect(BigInt(disk.ledger.lifetimeMicroRho())).toBe(lifetimeMicroRho);
      expect(sum).toBeLessThanOrEqual(lifetimeMicroRho);
      expect(sum).toBeGreaterThan(0n);
      for (const { releaseKey } of earned) expect(disk.ledger.stateOf(releaseKey)).toBe('published');
    });

    it('each patient has exactly one relationship and one pointer, to her record as it was sealed', async () => {
      expect(disk.patients).toHaveLength(patients);
      const relationships = disk.patients.map(({ relationship }) => relationship?.toLowerCase());
      const proposed = await proposedRelationships(network.client);
      expect(relationships.toSorted()).toEqual(proposed.map((relationship) => relationship.toLowerCase()).toSorted());
      const { call } = network.client;
      for (const { relationship = '0x', root } of disk.patients) {
        const found = await readContract(call, RELATIONSHIPS_ADDRESS, relationshipsAbi, 'relationshipOf', [relationship]);
        expect(found.records).toBe(1n);
        expect(await readContract(call, RELATIONSHIPS_ADDRESS, relationshipsAbi, 'rootOf', [relationship, 0])).toBe(root);
      }
    });
  });
});
