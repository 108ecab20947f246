import { catalogue } from '@medrec/census/catalogue';
import {
  type BookEntry,
  createCensusLog,
  createConsentHistory,
  createReleasePublisher,
  createSnapshots,
  openPatientBook,
  type ReleasePublisher,
} from '@medrec/census/publisher';
import type { PreparedRelease, ReleaseRequest, ReleaseWriter } from '@medrec/census/release';
import type { Vault } from '@medrec/census/vault';
import { openWarehouse, type Warehouse } from '@medrec/census/warehouse';
import type { Hex } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeChain, enterEpoch, type FakeChain, PROVIDER_ID } from './fake-chain.ts';
import { addPatients, openTestVault, settleAll, startHospital } from './hospital.ts';

const COMMITMENTS = [1, 2, 3, 4].map((tier): Hex => `0x${`0${tier}`.repeat(32)}`);

interface Office {
  readonly vault: Vault;
  readonly releases: ReleasePublisher;
  readonly drawn: ReleaseRequest[];
  readonly published: Set<Hex>;
}

const products = catalogue.map(({ definition }) => definition);

/** A writer that draws nothing, and remembers what it was asked. */
function fakeWriter(drawn: ReleaseRequest[], published: Set<Hex>): ReleaseWriter {
  const keyOf = ({ product, epoch }: ReleaseRequest): Hex => releaseKey({ providerId: PROVIDER_ID, product, epoch: BigInt(epoch) });
  return {
    async prepare(request): Promise<PreparedRelease> {
      if (request.commitmentsOnChain.length === 0) drawn.push(request);
      else expect(request.commitmentsOnChain).toEqual(COMMITMENTS);
      return { releaseKey: keyOf(request), commitments: COMMITMENTS };
    },
    markPublishing: async () => undefined,
    markPublished: async (key) => void published.add(key),
    packageFor: async () => undefined,
  };
}

async function facts(warehouse: Warehouse, vault: Vault): Promise<void> {
  const patients = [];
  for await (const { pid } of vault.patients()) {
    const person = { birthYear: 1980, sex: 'female', zip3: '000', deceased: false, deathYear: null };
    patients.push({
      pid,
      facts: {
        person,
        encounters: [{ class: 'AMB', status: 'finished', startYear: 2020, endYear: 2020, stayDays: null, died: false, readmitted: null }],
        conditions: [],
        observations: [],
        immunizations: [],
        family: [],
        medications: [],
        procedures: [],
        allergies: [],
      },
    });
  }
  await warehouse.replacePatients(patients as unknown as Parameters<Warehouse['replacePatients']>[0]);
}

async function openOffice(
  chain: FakeChain,
  vault: Vault,
  warehouse: Warehouse,
  population: () => Promise<readonly string[]>,
): Promise<Office> {
  const drawn: ReleaseRequest[] = [];
  const published = new Set<Hex>();
  const book = await openPatientBook(vault.collection('relationships'));
  const releases = createReleasePublisher({
    chain,
    transactions: chain.transactions,
    vault,
    book,
    warehouse,
    providerId: PROVIDER_ID,
    products,
    writer: fakeWriter(drawn, published),
    snapshots: createSnapshots(vault.collection('snapshots')),
    consents: createConsentHistory(chain),
    censusLog: createCensusLog(vault.collection('census-log'), book, vault),
    population,
    isPublished: (key) => published.has(key),
    nowSeconds: () => 1_800_000_000n,
    log: silentLogger(),
  });
  return { vault, releases, drawn, published };
}

/** Ten patients on the chain, their offers having funded both products in epoch 0. */
async function tenPatients(): Promise<{ chain: FakeChain; vault: Vault; warehouse: Warehouse; population: () => Promise<string[]> }> {
  const chain = createFakeChain();
  const { vault } = await openTestVault();
  const warehouse = await openWarehouse(':memory:');
  onTestFinished(() => warehouse.close());
  await addPatients(vault, 10);
  await facts(warehouse, vault);
  const hospital = await startHospital(chain, vault);
  await settleAll(hospital, chain, 5);
  const population = async (): Promise<string[]> => {
    const refs = await Promise.all(hospital.publisher.onChain().map((patient) => vault.patient(patient)));
    return refs.map((ref) => (ref?.pid ?? 0n).toString());
  };
  return { chain, vault, warehouse, population };
}

function calls(chain: FakeChain, name: string): number {
  return chain.sealedCalls.filter((call) => call.name === name).length;
}

async function run(office: Office, chain: FakeChain, blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block += 1) {
    await office.releases.turn();
    await chain.mine();
  }
}

describe('a release’s way', () => {
  it('is closed only after its epoch, drawn when the close is confirmed, claimable when the publication is', async () => {
    const { chain, vault, warehouse, population } = await tenPatients();
    const office = await openOffice(chain, vault, warehouse, population);
    await run(office, chain, 3);
    expect(calls(chain, 'closeEpoch')).toBe(0);
    enterEpoch(chain, 1n);
    await run(office, chain, 3);
    expect([calls(chain, 'closeEpoch'), office.drawn.length]).toEqual([1, 0]);
    await run(office, chain, 3);
    expect(office.drawn.map(({ epoch }) => epoch)).toEqual([0]);
    expect(office.published.size).toBe(0);
    await run(office, chain, 8);
    expect(calls(chain, 'publishRelease')).toBe(1);
    expect(office.published.size).toBe(1);
    expect(office.drawn[0]?.snapshotRoot).toBe(chain.closed.get(0n)?.root);
    expect(office.drawn[0]?.context).toMatchObject({ excludedPids: [], referenceYear: 2023 });
  });

  it('counts nobody who had opted out of its purpose at the close, and nobody who came later', async () => {
    const { chain, vault, warehouse, population } = await tenPatients();
    const book = await openPatientBook(vault.collection('relationships'));
    const [first, second] = [...book.entries()] as [readonly [Hex, BookEntry], readonly [Hex, BookEntry]];
    const { number } = await chain.head();
    chain.consents.push({ relationship: first[1].relationship, purposes: 0, block: number });
    chain.consents.push({ relationship: second[1].relationship, purposes: 0, block: number + 1000n }); // after the close: too late for it
    const office = await openOffice(chain, vault, warehouse, population);
    enterEpoch(chain, 1n);
    await run(office, chain, 2);
    await addPatients(vault, 3, 10); // loaded after the snapshot
    await facts(warehouse, vault);
    await run(office, chain, 10);
    const excluded = office.drawn[0]?.context.excludedPids ?? [];
    expect(excluded).toHaveLength(4);
    expect(excluded).toContain((await vault.patient(first[0]))?.pid.toString());
    const log = createCensusLog(vault.collection('census-log'), book, vault);
    expect(await log.entriesOf(first[1].relationship)).toEqual([]);
    expect(await log.entriesOf(second[1].relationship)).toMatchObject([{ epoch: '0', product: office.drawn[0]?.product }]);
  });

  it('goes on after kill -9 at any block: one close, one publication, the same snapshot', async () => {
    for (let cut = 1; cut <= 9; cut += 2) {
      const { chain, vault, warehouse, population } = await tenPatients();
      enterEpoch(chain, 1n);
      await run(await openOffice(chain, vault, warehouse, population), chain, cut);
      const again = await openOffice(chain, vault, warehouse, async () => {
        if (chain.closed.size > 0) throw new MedrecError({ code: 'TEST', message: 'the snapshot was fixed before' });
        return population();
      });
      await run(again, chain, 14);
      expect([calls(chain, 'closeEpoch'), calls(chain, 'publishRelease')]).toEqual([1, 1]);
      expect(again.published.size).toBe(1);
    }
  });

  it('is not drawn when the chain’s close was made with a snapshot that is not here', async () => {
    const { chain, vault, warehouse, population } = await tenPatients();
    const office = await openOffice(chain, vault, warehouse, population);
    enterEpoch(chain, 1n);
    chain.closed.set(0n, { root: `0x${'77'.repeat(32)}`, at: 1n });
    await run(office, chain, 8);
    expect(office.drawn).toEqual([]);
    expect(office.releases.counts()).toEqual({ waiting: 1, published: 0 });
  });
});
