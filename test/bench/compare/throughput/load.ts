import { createLegacyTx } from '@ethereumjs/tx';
import { createCommon } from '@medrec/miner/consensus';
import { buildGenesis, createSpec } from '@medrec/miner/execution';
import { bytesToHex, type Hex, hexToBytes, keccakHex } from '@medrec/shared/bytes';
import { type ChainSpec, devnetPreset, RELATIONSHIPS_ADDRESS, ROLE } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX, packRecordItems } from '@medrec/shared/records';
import { CONSENT_TYPES, medrecDomain } from '@medrec/shared/signing';
import { computeAddress, Wallet } from 'ethers';

/** What a hospital chain carries every day: new patients, record pointers, and offers of another product. */
export interface Load {
  readonly spec: ChainSpec;
  readonly genesisHash: Hex;
  /** Signed transactions, in the order to send them. */
  readonly transactions: readonly { readonly raw: Hex; readonly sender: number }[];
  /** What the chain must say when all are in a block: records of each patient. Counted here, not read anywhere. */
  readonly recordsOf: (sent: number) => ReadonlyMap<Hex, number>;
}

/** So many, because a pool takes at most 256 waiting transactions of one sender. */
export const PROVIDERS = 16;
/** Of 20 transactions of a sender one enrols a patient, two carry another offer than the rest; the others repeat the first. */
const CYCLE = 20;
const OTHER_OFFERS: ReadonlySet<number> = new Set([7, 14]);
const ENROLMENT_GAS = 1_000_000;
const RECORD_GAS = 400_000;
const BLOCK_GAS = 2_000_000_000;
const PRODUCTS: readonly Hex[] = ['c1', 'c2', 'c3'].map((byte): Hex => `0x${byte.repeat(32)}`);
const USUAL_OFFER = { product: PRODUCTS[0] as Hex, epoch: 0n, tier: 1 };

/** The same for the same number, but for the time of the genesis block: census epoch 0 must not be over. */
export async function createLoad(count: number, lab: Hex): Promise<Load> {
  const keys = Array.from({ length: PROVIDERS }, (_, i) => keyOf(`provider ${i}`));
  const spec = await createSpec({ chainId: 424_242, timestampSeconds: Math.floor(Date.now() / 1000) - 60, config: configOf(keys, lab) });
  const common = createCommon(spec);
  const genesisHash = bytesToHex(buildGenesis(spec).block.hash());
  const domain = medrecDomain(BigInt(spec.config.chainId), genesisHash);
  const patients: Hex[][] = keys.map(() => []);
  const setsRecordOf: (Hex | undefined)[] = [];
  const transactions: { raw: Hex; sender: number }[] = [];

  const sign = (sender: number, nonce: number, gasLimit: number, data: Hex): Hex => {
    const fields = { nonce, gasLimit, gasPrice: 0, to: RELATIONSHIPS_ADDRESS, value: 0, data };
    return bytesToHex(
      createLegacyTx(fields, { common })
        .sign(hexToBytes(keys[sender] as Hex))
        .serialize(),
    );
  };
  const enrolment = async (sender: number, nonce: number): Promise<Hex> => {
    const wallet = new Wallet(keyOf(`patient ${nonce} of ${sender}`));
    const account = wallet.address.toLowerCase() as Hex;
    const fields = {
      account,
      role: ROLE.patient,
      commitment: keccakHex(hexToBytes(account)),
      encryptionKey: PRODUCTS[0] as Hex,
      deadline: 2n ** 40n,
    };
    const consent = (await wallet.signTypedData(domain, CONSENT_TYPES, {
      ...fields,
      sponsor: computeAddress(keys[sender] as Hex),
      acceptRelationship: true,
    })) as Hex;
    patients[sender]?.push(account);
    const enrolments = [{ registration: { ...fields, consent }, accepted: true }];
    return sign(sender, nonce, ENROLMENT_GAS, encodeCall(relationshipsAbi, 'enroll', [enrolments]));
  };
  const record = (sender: number, nonce: number): Hex => {
    const own = patients[sender] ?? [];
    const patient = own[(nonce * 7) % own.length] as Hex;
    setsRecordOf.push(patient);
    const root = hexToBytes(keccakHex(new TextEncoder().encode(`record ${nonce} of ${sender}`)));
    const items = packRecordItems([{ relationship: patient, index: APPEND_INDEX, root, locator: root }]);
    const offer = OTHER_OFFERS.has(nonce % CYCLE)
      ? { product: PRODUCTS[nonce % PRODUCTS.length] as Hex, epoch: 0n, tier: 1 + (nonce % 3) }
      : USUAL_OFFER;
    return sign(sender, nonce, RECORD_GAS, encodeCall(relationshipsAbi, 'setRecords', [offer, bytesToHex(items)]));
  };

  for (let i = 0; i < count; i++) {
    const [sender, nonce] = [i % PROVIDERS, Math.floor(i / PROVIDERS)];
    const isEnrolment = nonce % CYCLE === 0;
    if (isEnrolment) setsRecordOf.push(undefined);
    transactions.push({ sender, raw: isEnrolment ? await enrolment(sender, nonce) : record(sender, nonce) });
  }
  return { spec, genesisHash, transactions, recordsOf: (sent) => countRecords(setsRecordOf.slice(0, sent)) };
}

function countRecords(patients: readonly (Hex | undefined)[]): ReadonlyMap<Hex, number> {
  const counts = new Map<Hex, number>();
  for (const patient of patients) if (patient !== undefined) counts.set(patient, (counts.get(patient) ?? 0) + 1);
  return counts;
}

function configOf(keys: readonly Hex[], lab: Hex): ChainSpec['config']['medrec'] {
  const policy = {
    minimumCohort: 5,
    lifetimeMicroRho: 1_000_000_000,
    sliceMicroRho: 1_000_000_000,
    periodEpochs: 10,
    products: [...PRODUCTS],
  };
  const founder = (address: Hex, name: string) => ({
    address,
    commitment: keccakHex(new TextEncoder().encode(name)),
    encryptionKey: PRODUCTS[0] as Hex,
    host: 'http://127.0.0.1:1',
  });
  return {
    ...devnetPreset,
    version: 1,
    recordRules: true,
    forks: [],
    // Blocks as large as the load wants: the peers have no such limits.
    gasLimits: [{ fromBlock: 0, gasLimit: BLOCK_GAS }],
    censusEpochSeconds: 7 * 86_400,
    products: PRODUCTS.map((definitionHash, i) => ({ id: `C0${i + 1}`, definitionHash, finestTier: 3, microRho: 100_000 })),
    providers: keys.map((key, i) => ({ ...founder(computeAddress(key).toLowerCase() as Hex, `provider ${i}`), ...policy })),
    labs: [founder(lab, 'lab')],
  };
}

function keyOf(name: string): Hex {
  return keccakHex(new TextEncoder().encode(`medrec bench, ${name}`));
}
