import { bytesToHex, concatBytes, type Hex, keccakHex } from '@medrec/shared/bytes';
import { devnetPreset, type MedrecConfig, ROLE, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { type FunctionArgs, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX, packRecordItems } from '@medrec/shared/records';
import { CONSENT_TYPES, CUSTODIAN_APPROVAL_TYPES, medrecDomain, ROTATION_CONSENT_TYPES } from '@medrec/shared/signing';
import { TypedDataEncoder, type TypedDataField, Wallet } from 'ethers';
import { createTestChain, type TestChain } from './harness.ts';

export const CHAIN_ID = 1337n;
export const GENESIS_HASH = hash('genesis');
export const PRODUCT = hash('product C01');
export const OTHER_PRODUCT = hash('product C02');
export const PRODUCT_RHO = 1000n;
export const FINEST_TIER = 3;
export const FAR_DEADLINE = 4_000_000_000n;

export function hash(text: string): Hex {
  return keccakHex(new TextEncoder().encode(text));
}

export interface Actor {
  readonly wallet: Wallet;
  readonly account: Hex;
  /** Participant id, once admitted. */
  readonly id: Hex;
  readonly encryptionKey: Hex;
}

/** The same name is always the same person. */
export function actor(name: string): Actor {
  const wallet = new Wallet(hash(`key of ${name}`));
  return { wallet, account: wallet.address.toLowerCase() as Hex, id: hash(`id of ${name}`), encryptionKey: hash(`box of ${name}`) };
}

export const providers = [actor('provider 0'), actor('provider 1'), actor('provider 2')] as const;
export const [hospital, clinic, hospice] = providers;
export const labs = [actor('lab 0'), actor('lab 1')] as const;
export const [lab, rival] = labs;
export const stranger = actor('stranger');

/** Ten slices of two releases each. */
export const config: MedrecConfig = {
  ...devnetPreset,
  version: 1,
  recordRules: true,
  products: [PRODUCT, OTHER_PRODUCT].map((definitionHash, i) => ({
    id: `C0${i + 1}`,
    definitionHash,
    finestTier: FINEST_TIER,
    microRho: Number(PRODUCT_RHO),
  })),
  providers: providers.map((provider) => ({
    ...genesisParticipant(provider),
    minimumCohort: 11,
    lifetimeMicroRho: 20_000,
    sliceMicroRho: 2000,
    periodEpochs: 4,
    products: [PRODUCT],
  })),
  labs: labs.map(genesisParticipant),
  forks: [],
};

function genesisParticipant(of: Actor) {
  return { address: of.account, commitment: of.id, encryptionKey: of.encryptionKey, host: '' };
}

/** A chain whose domain is anchored, as after the beginning of block 1. */
export async function createWorld(overrides: Partial<MedrecConfig> = {}): Promise<TestChain> {
  const chain = await createTestChain({ ...config, ...overrides }, CHAIN_ID);
  await chain.send(SYSTEM_ADDRESS, registrarAbi, 'anchorGenesis', [GENESIS_HASH]);
  return chain;
}

export function sign(
  signer: Actor,
  types: Record<string, TypedDataField[]>,
  message: object,
  genesisHash = GENESIS_HASH,
  chainId = CHAIN_ID,
): Hex {
  const digest = TypedDataEncoder.hash({ ...medrecDomain(chainId, genesisHash) }, types, message as Record<string, unknown>);
  return signer.wallet.signingKey.sign(digest).serialized as Hex;
}

export type Enrollment = FunctionArgs<typeof relationshipsAbi, 'enroll'>[0][number];

/** A consent as its own wallet would sign it; overrides change what is sent, not what was signed. */
export function enrollment(
  patient: Actor,
  sponsor: Actor,
  options: { role?: number; accepted?: boolean; deadline?: bigint; genesisHash?: Hex } = {},
): Enrollment {
  const { role = ROLE.patient, accepted = true, deadline = FAR_DEADLINE } = options;
  const signed = { account: patient.account, role, commitment: patient.id, encryptionKey: patient.encryptionKey, deadline };
  const consent = sign(patient, CONSENT_TYPES, { ...signed, sponsor: sponsor.account, acceptRelationship: accepted }, options.genesisHash);
  return { registration: { ...signed, consent }, accepted };
}

/** A registration for `register`, which accepts no relationship. */
export function registration(of: Actor, sponsor: Actor, role: number): Enrollment['registration'] {
  return enrollment(of, sponsor, { role, accepted: false }).registration;
}

export async function enroll(chain: TestChain, steward: Actor, ...patients: Actor[]): Promise<void> {
  await chain.send(steward.account, relationshipsAbi, 'enroll', [patients.map((patient) => enrollment(patient, steward))]);
}

export function rotationConsent(id: Hex, to: Actor, deadline = FAR_DEADLINE): Hex {
  return sign(to, ROTATION_CONSENT_TYPES, { id, newAccount: to.account, newEncryptionKey: to.encryptionKey, deadline });
}

export function custodianApproval(custodian: Actor, id: Hex, to: Actor, deadline = FAR_DEADLINE): Hex {
  return sign(custodian, CUSTODIAN_APPROVAL_TYPES, { id, newAccount: to.account, deadline });
}

/** Items that each append a record to one of the patients' relationships. */
export function appended(...patients: Actor[]): Hex {
  return items(...patients.map((patient) => ({ relationship: patient.account, index: APPEND_INDEX })));
}

export function items(...list: { relationship: Hex; index: number; root?: Uint8Array }[]): Hex {
  const packed = list.map((item, i) => ({ root: new Uint8Array(32).fill(i + 1), locator: new Uint8Array(32).fill(0xee), ...item }));
  return bytesToHex(concatBytes(packRecordItems(packed)));
}

export function offer(epoch: bigint, tier = FINEST_TIER, product = PRODUCT): { product: Hex; epoch: bigint; tier: number } {
  return { product, epoch, tier };
}
