import { join } from 'node:path';
import { findProduct } from '@medrec/census/catalogue';
import { createChainView, createConsentHistory, createSnapshots } from '@medrec/census/publisher';
import { openWarehouse } from '@medrec/census/warehouse';
import type { Hex } from '@medrec/shared/bytes';
import { PURPOSE } from '@medrec/shared/census';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { createGatekeeperClient, createNodeClient, type GatekeeperClient } from '@medrec/shared/client';
import { decodeEvents, readContract, relationshipsAbi } from '@medrec/shared/contracts';
import { medrecDomain, type TypedDomain } from '@medrec/shared/signing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIn, idOf } from './support/accounts.ts';
import { withStores } from './support/hospital-stores.ts';
import { generatePatients, startTestNetwork, type TestNetwork } from './support/network.ts';
import { entitledSince, type Offered, OUTCOME, offersOf, spentMicroRho } from './support/offers.ts';
import { runJson, runOk } from './support/processes.ts';
import { until } from './support/until.ts';
import { invitationFile, makeWallet, type TestWallet } from './support/wallet.ts';

// Goal: who opted out is in no census, and a spent budget holds up neither block nor record.
// Method: two hospitals on one chain, all real processes. At the first, of two patients with wallets one opts out; one more
// enters afterwards, whose record brings a new offer. The second's lifetime budget has room for one release alone.

const LIFETIME_RHO = '0.06';
const LIFETIME_MICRO_RHO = 60_000n;

/** An epoch, its close and its publication take some ten blocks; a busy machine seals slowly. */
const RELEASE_TIMEOUT_MS = 110_000;
const TEST_TIMEOUT_MS = 2 * RELEASE_TIMEOUT_MS;

let network: TestNetwork;
let domain: TypedDomain;
let firstId: Hex;
let secondId: Hex;

beforeAll(async () => {
  network = await startTestNetwork({
    patients: 100,
    hospitalInit: ['--lifetime-rho', '4', '--slice-rho', '4'],
    hospitalServe: ['--invite', '8'],
    secondHospital: { init: ['--lifetime-rho', LIFETIME_RHO, '--slice-rho', LIFETIME_RHO] },
  });
  const { client } = network;
  const { chainId, genesisHash } = await client.config();
  domain = medrecDomain(BigInt(chainId), genesisHash);
  firstId = await idOf(client, await accountIn(network.hospitalDir));
  secondId = await idOf(client, await accountIn(secondDir()));
  await secondLoads(11, 300); // more than one batch of 200 records, hence more than one offer
});

afterAll(() => network?.stop());

function secondDir(): string {
  return network.secondHospital?.dir ?? '';
}

/** Hands further patients' records to the second hospital, which loads and publishes them by itself. */
async function secondLoads(seed: number, patients: number): Promise<void> {
  const records = await generatePatients(join(network.dir, `records-${seed}`), patients, seed);
  await runOk('medrec-census', ['load', 'fhir', records, '--dir', secondDir()]);
}

describe('consent to be counted', () => {
  let outside: TestWallet;
  let control: TestWallet;
  /** From this census epoch on, every close comes after the opt-out. */
  let firstEpoch: bigint;
  let release: { readonly releaseKey: Hex; readonly product: Hex; readonly epoch: bigint };

  let patients = 0;

  /** The next invited patient enters, and her record is on the chain. */
  async function enters(): Promise<{ wallet: TestWallet; isCountable: boolean }> {
    const number = ++patients;
    const wallet = await makeWallet(join(network.dir, `patient-${number}`), network.hospitalNode.rpc);
    await wallet.run('accept', [await invitationFile(network.hospitalDir, number)]);
    const { resources } = await until('her record is on the chain', () => asOwner(wallet).readRecords(relationshipOf(wallet)));
    const has = (type: string, part: string): boolean =>
      resources.some(({ resource }) => resource['resourceType'] === type && JSON.stringify(resource).includes(part));
    return { wallet, isCountable: has('Patient', '"birthDate"') && has('Encounter', '"finished"') && has('Condition', '"confirmed"') };
  }

  /** One whom every product would count: of made-up patients, some have no birth date, some no condition. */
  async function countableEnters(): Promise<TestWallet> {
    for (;;) {
      const { wallet, isCountable } = await enters();
      if (isCountable) return wallet;
    }
  }

  function asOwner({ owner: signer }: TestWallet): GatekeeperClient {
    return createGatekeeperClient({ url: network.gatekeeperUrl, signer, domain, providerId: firstId });
  }

  /** A relationship bears the name of the address with which the patient entered. */
  function relationshipOf({ owner }: TestWallet): Hex {
    return owner.address.toLowerCase() as Hex;
  }

  it(
    'counts the control patient and not the one who opted out',
    async () => {
      [outside, control] = await Promise.all([countableEnters(), countableEnters()]);
      await outside.run('consent', ['none']);
      firstEpoch = await (await createChainView(network.client)).currentEpoch('latest');
      await enters();
      const logOf = (wallet: TestWallet) => asOwner(wallet).censusLog(relationshipOf(wallet));
      release = await until(
        'a census after the opt-out has counted the control patient',
        async () => (await logOf(control)).find(({ epoch }) => epoch >= firstEpoch),
        RELEASE_TIMEOUT_MS,
      );
      expect((await logOf(outside)).filter(({ epoch }) => epoch >= firstEpoch)).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it('leaves her out before anything is counted: one patient less in each exact count of hers', async () => {
    const chain = await createChainView(network.client);
    const { releaseKey, epoch } = release;
    const product = findProduct(release.product);
    const closedAt = await chain.closedAt(firstId, epoch, 'latest');
    const excluded = await createConsentHistory(chain).excludedAt(closedAt, PURPOSE[product.definition.purpose]);
    expect([...excluded]).toContain(relationshipOf(outside));
    expect([...excluded]).not.toContain(relationshipOf(control));

    await network.gatekeeper.stop();
    const warehouse = await openWarehouse(join(network.hospitalDir, 'warehouse.duckdb'));
    try {
      await withStores(network.hospitalDir, async ({ vault, patientOf }) => {
        const pidOf = async (relationship: Hex): Promise<string> => (await patientOf(relationship)).pid.toString();
        const [outsidePid, controlPid] = [await pidOf(relationshipOf(outside)), await pidOf(relationshipOf(control))];
        const fixed = await createSnapshots(vault.collection('snapshots')).get(epoch);
        const includedPids = fixed?.snapshot.pids ?? [];
        expect(includedPids, 'her record was there to be counted').toContain(outsidePid);
        const referenceYear = new Date((Number(await chain.epochEnd(epoch)) - 1) * 1000).getUTCFullYear();
        const excludedPids = await Promise.all([...excluded].map(pidOf));
        const asDrawn = { referenceYear, includedPids, excludedPids };
        const withHer = { ...asDrawn, excludedPids: excludedPids.filter((pid) => pid !== outsidePid) };

        const cellsOf = async (context: typeof asDrawn) => [...(await product.countExactly(warehouse, context)).exactCounts];
        const [drawn, other] = [await cellsOf(asDrawn), await cellsOf(withHer)];
        const differences = other.map((count, cell) => count - (drawn[cell] ?? 0)).filter((difference) => difference !== 0);
        expect(new Set(differences), 'in each cell of hers, she would be one patient').toEqual(new Set([1]));
        expect(differences.length).toBeLessThanOrEqual(product.definition.contributionBound);

        const pids = await product.countedPids(warehouse, asDrawn);
        expect(pids).not.toContain(outsidePid);
        expect(pids).toContain(controlPid);
        expect((await vault.collection('census-log').get(releaseKey)) as object, 'as the hospital counted').toMatchObject({ pids });
      });
    } finally {
      await warehouse.close();
    }
  });
});

describe('a spent budget', () => {
  let offers: Offered[];
  let unfunded: Offered[];

  /** Records of further patients, until there was an offer that the budget held and one that it did not. */
  async function spendBudget(): Promise<void> {
    for (const seed of [12, 13, 14, 15]) {
      await until('the records are on the chain', async () => {
        const { load, patients } = await runJson<Status>('medrec-census', ['status', '--dir', secondDir()]);
        return load.state === 'idle' && patients.inVault > 0 && patients.published === patients.inVault ? true : undefined;
      });
      offers = await offersOf(network.client, secondId);
      unfunded = offers.filter(({ outcome, isTimely }) => outcome === OUTCOME.none && isTimely);
      if (offers.some(({ outcome }) => outcome === OUTCOME.funded) && unfunded.length > 0) return;
      await secondLoads(seed, 100);
    }
  }

  interface Status {
    readonly load: { readonly state: string };
    readonly patients: { readonly inVault: number; readonly published: number };
    readonly ledger: { readonly spentMicroRho: number };
  }

  it('funds what it holds and no more', async () => {
    await spendBudget();
    expect(offers.filter(({ outcome }) => outcome === OUTCOME.funded)).toHaveLength(1);
    expect(unfunded.length).toBeGreaterThan(0);
    const { number } = await network.client.head();
    const spent: bigint[] = [];
    for (let block = 0n; block <= number; block++) spent.push(await spentMicroRho(network.client, secondId, block));
    expect(spent.filter((value) => value > LIFETIME_MICRO_RHO)).toEqual([]);
    expect([...new Set(spent)]).toEqual([0n, 50_000n]);
    const { ledger } = await runJson<Status>('medrec-census', ['status', '--dir', secondDir()]);
    expect(ledger.spentMicroRho).toBeLessThanOrEqual(50_000);
  });

  it('lets the records of an unfunded offer in, in a block that every node holds valid', async () => {
    const lab = createNodeClient({ url: network.labs[0]?.rpc ?? '' });
    for (const { block, transaction } of unfunded) {
      const receipt = await network.client.receipt(transaction);
      const set = decodeEvents(relationshipsAbi, receipt?.logs ?? []).flatMap((event) => (event.name === 'RecordSet' ? [event.args] : []));
      expect(set.length).toBeGreaterThan(0);
      const recordsAt = async (relationship: Hex, at: bigint): Promise<bigint> =>
        (await readContract(network.client.call, RELATIONSHIPS_ADDRESS, relationshipsAbi, 'relationshipOf', [relationship], at)).records;
      for (const { relationship } of set.slice(0, 5)) {
        expect([await recordsAt(relationship, block - 1n), await recordsAt(relationship, block)]).toEqual([0n, 1n]);
      }
      expect((await lab.blockByNumber(block))?.hash).toBe((await network.client.blockByNumber(block))?.hash);
    }
    lab.close();
  });

  it('entitles nobody to what it could not fund', async () => {
    const labId = await idOf(network.client, await accountIn(network.labs[0]?.dir ?? ''));
    const earned = (await entitledSince(network.client, labId, 0n)).filter(({ providerId }) => providerId === secondId);
    const funded = offers.filter(({ outcome }) => outcome === OUTCOME.funded).map(({ product, epoch }) => ({ product, epoch }));
    expect(earned.map(({ product, epoch }) => ({ product, epoch }))).toEqual(funded);
  });
});
