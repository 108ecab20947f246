import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { decodeEvents, eventTopic, relationshipsAbi } from '@medrec/shared/contracts';
import { callAdmin } from '../../../../packages/census/src/cli/admin-client.ts';
import { runOk } from '../processes.ts';
import { until } from '../until.ts';

/** New patients, one after another: each one's record brings an offer, so that releases keep coming. */
export interface PatientFlow {
  /** Folder of FHIR files, which the hospital loads when it starts. */
  readonly data: string;
  /** Begins to bring patients to the hospital of that folder. */
  start(hospitalDir: string): void;
  /** Brings no more; resolves with their number when the hospital has taken all that were brought. */
  end(): Promise<number>;
  /** At once, whatever was taken. */
  abort(): Promise<void>;
}

const FIRST_PATIENTS = 100;
const TICK_MS = 1500;

export async function createPatientFlow(data: string): Promise<PatientFlow> {
  await runOk('medrec-census', ['generate', '--patients', String(FIRST_PATIENTS), '--seed', '7', '--out', data]);
  let patients = FIRST_PATIENTS;
  let isEnding = false;
  let flowing: Promise<void> = Promise.resolve();
  let dir = '';
  const load = (): Promise<unknown> => callAdmin(dir, 'POST', '/v1/admin/loads', { source: 'fhir', paths: [data] });
  const bring = async (): Promise<void> => {
    const resource = { resourceType: 'Patient', id: `late-${patients}`, gender: 'female', birthDate: '1950-06-01' };
    await writeFile(join(data, `late-${patients}.ndjson`), `${JSON.stringify(resource)}\n`);
    patients += 1;
    // While nobody answers, nothing is lost: the next start, and the next call, load the whole folder.
    await load().catch(() => undefined);
  };
  const abort = async (): Promise<void> => {
    isEnding = true;
    await flowing;
  };
  return {
    data,
    start(hospitalDir) {
      dir = hospitalDir;
      flowing = (async () => {
        for (; !isEnding; await sleep(TICK_MS)) await bring();
      })();
    },
    async end() {
      await abort();
      await until('the last patients are loaded', load);
      return patients;
    },
    abort,
  };
}

/** Relationships that have a record on the chain. */
export async function recordedRelationships(client: NodeClient): Promise<ReadonlySet<Hex>> {
  const logs = await client.logs({ address: RELATIONSHIPS_ADDRESS, topics: [eventTopic(relationshipsAbi, 'RecordSet')] });
  return new Set(decodeEvents(relationshipsAbi, logs).flatMap(({ name, args }) => (name === 'RecordSet' ? [args.relationship] : [])));
}

/** Every proposal of a relationship, twice if it was made twice. */
export async function proposedRelationships(client: NodeClient): Promise<Hex[]> {
  const logs = await client.logs({ address: RELATIONSHIPS_ADDRESS, topics: [eventTopic(relationshipsAbi, 'RelationshipProposed')] });
  return decodeEvents(relationshipsAbi, logs).flatMap(({ name, args }) => (name === 'RelationshipProposed' ? [args.relationship] : []));
}
