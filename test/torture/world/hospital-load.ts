import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS, ROLE } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX, packRecordItems } from '@medrec/shared/records';
import { CONSENT_TYPES, medrecDomain } from '@medrec/shared/signing';
import { Wallet } from 'ethers';
import { addressOf, keyOf, PRODUCTS, type World } from './world.ts';

/** A hospital's everyday, by one provider: each twentieth transaction enrols a patient, the others add a record and carry an offer. */
export interface HospitalLoad {
  readonly sender: Hex;
  nonce(): number;
  /** The next transaction; its offer is of that census epoch. */
  next(epoch?: bigint): Promise<TypedTransaction>;
}

const ENROLMENT_EVERY = 20;
const ENROLMENT_GAS = 1_000_000;
const RECORD_GAS = 400_000;
/** Patients whose records are added to; older ones rest. */
const ACTIVE_PATIENTS = 5000;

export function createHospitalLoad({ spec, common, genesisHash, providerKeys }: World, provider = 0): HospitalLoad {
  const key = providerKeys[provider] ?? '0x';
  const sender = addressOf(key);
  const domain = medrecDomain(BigInt(spec.config.chainId), genesisHash);
  const patients: Hex[] = [];
  let nonce = 0;
  let enrolled = 0;

  const send = (gasLimit: number, data: Hex): TypedTransaction =>
    createLegacyTx({ nonce: nonce++, gasLimit, gasPrice: 0, to: RELATIONSHIPS_ADDRESS, value: 0, data }, { common }).sign(hexToBytes(key));

  const enrolment = async (): Promise<TypedTransaction> => {
    const wallet = new Wallet(keyOf(`patient ${enrolled++} of ${provider}`));
    const account = wallet.address.toLowerCase() as Hex;
    const fields = { account, role: ROLE.patient, commitment: keyOf(account), encryptionKey: PRODUCTS[0] as Hex, deadline: 2n ** 40n };
    const consent = { ...fields, sponsor: sender, acceptRelationship: true };
    const signature = (await wallet.signTypedData(domain, CONSENT_TYPES, consent)) as Hex;
    patients[(enrolled - 1) % ACTIVE_PATIENTS] = account;
    const enrolments = [{ registration: { ...fields, consent: signature }, accepted: true }];
    return send(ENROLMENT_GAS, encodeCall(relationshipsAbi, 'enroll', [enrolments]));
  };

  const record = (epoch: bigint): TypedTransaction => {
    const relationship = patients[(nonce * 7) % patients.length] as Hex;
    const root = hexToBytes(keyOf(`record ${nonce} of ${provider}`));
    const items = packRecordItems([{ relationship, index: APPEND_INDEX, root, locator: root }]);
    const offer = { product: PRODUCTS[nonce % PRODUCTS.length] as Hex, epoch, tier: 1 + (nonce % 3) };
    return send(RECORD_GAS, encodeCall(relationshipsAbi, 'setRecords', [offer, bytesToHex(items)]));
  };

  return {
    sender,
    nonce: () => nonce,
    next: async (epoch = 0n) => (nonce % ENROLMENT_EVERY === 0 ? enrolment() : record(epoch)),
  };
}
