import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackRelease } from '@medrec/miner/rewards';
import type { Hex } from '@medrec/shared/bytes';
import { releaseSealContext } from '@medrec/shared/census';
import { createGatekeeperClient } from '@medrec/shared/client';
import { encryptionKeyPairOf, medrecDomain, openSealed, type TypedDomain } from '@medrec/shared/signing';
import { type HDNodeWallet, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIn, idOf } from './support/accounts.ts';
import { type Answer, type ClaimFields, postTo, signClaim, signRequest } from './support/gatekeeper-calls.ts';
import { startTestNetwork, type TestNetwork } from './support/network.ts';
import { type Entitled, entitledSince, nextEntitled, releaseOf, spentMicroRho } from './support/offers.ts';
import { runJson } from './support/processes.ts';
import { until } from './support/until.ts';
import { invitationFile, makeWallet } from './support/wallet.ts';

// Goal: who sealed is paid, once it is certain, the same bytes however often; nobody else is, and nothing captured is of use.
// Method: a hospital, its node, one lab that mines and one that does not, and a second hospital, all real processes. Patients
// who accept their invitations bring new records, hence new offers, at the moment a test needs them.

const CONFIRMATIONS = 2n;
/** An epoch, its close and its publication take some ten blocks; a busy machine seals slowly. */
const RELEASE_TIMEOUT_MS = 110_000;
const TEST_TIMEOUT_MS = 2 * RELEASE_TIMEOUT_MS;

let network: TestNetwork;
let domain: TypedDomain;
let providerId: Hex;
let lab: HDNodeWallet;
let idle: HDNodeWallet;
let labId: Hex;
/** The bounty that the first test saw paid. */
let paid: Entitled;

beforeAll(async () => {
  network = await startTestNetwork({
    idleLabs: 1,
    patients: 100,
    hospitalInit: ['--lifetime-rho', '4', '--slice-rho', '4'],
    hospitalServe: ['--invite', '2'],
    secondHospital: {},
  });
  const { client } = network;
  const { chainId, genesisHash } = await client.config();
  domain = medrecDomain(BigInt(chainId), genesisHash);
  [lab, idle] = [await accountIn(labDir(0)), await accountIn(labDir(1))];
  labId = await idOf(client, lab);
  providerId = await providerIdAt(network.gatekeeperUrl);
});

afterAll(() => network?.stop());

function labDir(place: number): string {
  return network.labs[place]?.dir ?? '';
}

async function providerIdAt(url: string): Promise<Hex> {
  const client = createGatekeeperClient({ url, signer: Wallet.createRandom(), domain, providerId: `0x${'00'.repeat(32)}` });
  return (await client.provider()).providerId;
}

/** A patient enters with her own wallet: the hospital then sends her record, with an offer. */
async function patientEnters(number: number): Promise<void> {
  const wallet = await makeWallet(join(network.dir, `patient-${number}`), network.hospitalNode.rpc);
  await wallet.run('accept', [await invitationFile(network.hospitalDir, number)]);
}

async function claim(signer: HDNodeWallet, fields: ClaimFields): Promise<Answer> {
  return postTo(network.gatekeeperUrl, '/v1/claims', await signClaim(signer, domain, fields));
}

function fieldsOf({ providerId: provider, product, epoch, tier }: Entitled): ClaimFields {
  return { provider, product, epoch, tier };
}

/** What the lab alone can read. */
function opened({ releaseKey, tier }: Entitled, box: Uint8Array): Uint8Array {
  return openSealed(encryptionKeyPairOf(lab.privateKey as Hex), box, releaseSealContext(releaseKey, tier));
}

/** The folder in which the lab's own collector filed a release. */
async function filed(releaseKey: Hex): Promise<string> {
  const running = network.labs[0]?.running;
  const line = await running?.line(
    ({ fields }) => fields['event'] === 'reward.filed' && fields['releaseKey'] === releaseKey,
    RELEASE_TIMEOUT_MS,
  );
  return String(line?.fields['path']);
}

async function verify(path: string): Promise<void> {
  const verified = await runJson<{ passed: boolean; checks: { passed: boolean }[] }>('medrec-miner', ['verify', path, '--dir', labDir(0)]);
  expect(verified.passed).toBe(true);
  expect(verified.checks.length).toBeGreaterThan(5);
}

async function ledgers(): Promise<{ onChain: bigint; offChain: number }> {
  const status = await runJson<{ ledger: { spentMicroRho: number } }>('medrec-census', ['status', '--dir', network.hospitalDir]);
  return { onChain: await spentMicroRho(network.client, providerId), offChain: status.ledger.spentMicroRho };
}

describe('pay', () => {
  it(
    'refuses a claim straight after its block, and until the release is published k deep; then the lab is paid by itself',
    async () => {
      const { client } = network;
      const entering = patientEnters(1);
      const entitled = await nextEntitled(client, labId, entering);
      const answers: Answer[] = [];
      const askAgain = async (): Promise<Answer | undefined> => {
        const answer = await claim(lab, fieldsOf(entitled));
        answers.push(answer);
        return answer.status === 200 ? answer : undefined;
      };
      const last = await until('the claim is paid', askAgain, RELEASE_TIMEOUT_MS);
      const { number } = await client.head();
      const { publishedAt } = await releaseOf(client, entitled.releaseKey);
      expect(number - entitled.block).toBeGreaterThanOrEqual(CONFIRMATIONS);
      expect(number - publishedAt).toBeGreaterThanOrEqual(CONFIRMATIONS);

      const codes = [...new Set(answers.map(({ code }) => code))];
      expect(codes).toEqual(['NOT_CONFIRMED', 'RELEASE_NOT_READY', undefined]);
      expect(answers[0]).toMatchObject({ status: 409, code: 'NOT_CONFIRMED', facts: { confirmations: Number(CONFIRMATIONS).toString() } });
      expect(Number(answers[0]?.facts['retryAfterSeconds'])).toBeGreaterThanOrEqual(1);
      for (const { status, bytes } of answers.slice(0, -1)) expect([status, bytes.length < 1000]).toEqual([409, true]);

      const path = await filed(entitled.releaseKey);
      await verify(path);
      for (const [name, content] of await unpackRelease(opened(entitled, last.bytes))) {
        expect(new Uint8Array(await readFile(join(path, name))), name).toEqual(content);
      }
      paid = entitled;
      await entering;
    },
    TEST_TIMEOUT_MS,
  );

  it('answers a fresh claim with the same bytes, and charges neither ledger again', async () => {
    const before = await until('every funded release is drawn', async () => {
      const spent = await ledgers();
      return spent.onChain === BigInt(spent.offChain) ? spent : undefined;
    });
    const boxes = [await claim(lab, fieldsOf(paid)), await claim(lab, fieldsOf(paid))].map(({ bytes }) => bytes);
    const [first, second] = boxes.map((box) => opened(paid, box));
    expect(first?.length).toBeGreaterThan(1000);
    expect(second).toEqual(first);
    expect(boxes[1], 'the envelope is sealed anew').not.toEqual(boxes[0]);
    expect(await ledgers()).toEqual(before);
  });

  it('gives a lab that sealed nothing no data', async () => {
    const codes: (string | undefined)[] = [];
    for (let tier = 1; tier <= paid.tier; tier++) codes.push((await claim(idle, { ...fieldsOf(paid), tier })).code);
    expect(codes).toEqual(['NOT_ENTITLED', 'NOT_ENTITLED', 'NOT_ENTITLED']);
    const inAnothersName = await signClaim(idle, domain, fieldsOf(paid), lab.address);
    expect(await postTo(network.gatekeeperUrl, '/v1/claims', inAnothersName)).toMatchObject({ status: 401, code: 'SIGNATURE_INVALID' });
    expect(await entitledSince(network.client, await idOf(network.client, idle), 0n)).toEqual([]);
    const { rewards } = await runJson<{ rewards: unknown[] }>('medrec-miner', ['rewards', '--dir', labDir(1)]);
    expect(rewards).toEqual([]);
  });

  it('refuses a captured claim a second time, at another method and at another provider', async () => {
    const captured = await signClaim(lab, domain, fieldsOf(paid));
    const here = (path: string) => postTo(network.gatekeeperUrl, path, captured);
    const elsewhere = network.secondHospital?.url ?? '';
    expect(await postTo(elsewhere, '/v1/claims', captured)).toMatchObject({ status: 401, code: 'WRONG_PROVIDER' });
    expect(await here('/v1/records/read')).toMatchObject({ status: 400, code: 'BODY_INVALID' });
    expect((await here('/v1/claims')).status).toBe(200);
    expect(await here('/v1/claims')).toMatchObject({ status: 401, code: 'REQUEST_REPLAYED' });

    const otherId = await providerIdAt(elsewhere);
    const forTheOther = await signClaim(lab, domain, { ...fieldsOf(paid), provider: otherId });
    expect(await postTo(elsewhere, '/v1/claims', forTheOther)).toMatchObject({ status: 403, code: 'NOT_ENTITLED' });
  });

  it('refuses a captured request of any other kind in the same three places', async () => {
    const body = { relationship: `0x${'5a'.repeat(20)}` };
    const captured = await signRequest(lab, domain, providerId, '/v1/access-log', body);
    expect(await postTo(network.secondHospital?.url ?? '', '/v1/access-log', captured)).toMatchObject({ code: 'WRONG_PROVIDER' });
    expect(await postTo(network.gatekeeperUrl, '/v1/census-log', captured)).toMatchObject({ status: 401, code: 'WRONG_ACTION' });
    expect(await postTo(network.gatekeeperUrl, '/v1/access-log', captured)).toMatchObject({ code: 'UNKNOWN_RELATIONSHIP' });
    expect(await postTo(network.gatekeeperUrl, '/v1/access-log', captured)).toMatchObject({ status: 401, code: 'REQUEST_REPLAYED' });
  });

  it(
    'pays a lab that was killed with -9 after its block',
    async () => {
      const entering = patientEnters(2);
      const entitled = await nextEntitled(network.client, labId, entering);
      const { number } = await network.client.head();
      await network.restartLab(0, 'SIGKILL');
      await verify(await filed(entitled.releaseKey));
      expect((await network.client.head()).number, 'it mines on').toBeGreaterThan(number + CONFIRMATIONS);
      expect((await claim(lab, fieldsOf(entitled))).status).toBe(200);
      await entering;
    },
    TEST_TIMEOUT_MS,
  );
});
