import { type Block, createBlockFromRLP } from '@ethereumjs/block';
import { createLegacyTx, type TypedTransaction } from '@ethereumjs/tx';
import { createCommon, signSealer } from '@medrec/miner/consensus';
import { buildGenesis, createExecutor, createMemoryState } from '@medrec/miner/execution';
import { bytesToHex, concatBytes, type Hex, hexToBytes, keccakHex } from '@medrec/shared/bytes';
import { type ChainSpec, RELATIONSHIPS_ADDRESS, ROLE } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { CONSENT_TYPES, medrecDomain } from '@medrec/shared/signing';
import { Wallet } from 'ethers';
import { addressOf, devnetSpec, LAB_KEY, PROVIDER_KEY } from '../miner/execution/devnet.ts';

// The load of a hospital's everyday: mostly record pointers, each with an offer, and some new patients.

const PRODUCT: Hex = `0x${'c1'.repeat(32)}`;
const APPEND = new Uint8Array(4).fill(0xff);
const PATIENTS_PER_ENROLMENT = 1;
const ENROLMENT_GAS = 1_000_000;
const RECORD_GAS = 320_000;
/** One transaction in so many enrols a patient; the others set one record pointer each. */
const ENROLMENT_EVERY = 20;
const SECONDS_PER_BLOCK = 2n;

export interface MixedLoad {
  readonly spec: ChainSpec;
  /** RLP of blocks 1…n, unsealed: for the executor and the store, not for the header rules. */
  readonly blocks: readonly Uint8Array[];
}

export interface MixedLoadOptions {
  readonly blocks: number;
  readonly transactionsPerBlock: number;
}

/** Builds a chain of blocks with the protocol's own contracts, always the same for the same options. */
export async function mixedLoad({ blocks, transactionsPerBlock }: MixedLoadOptions): Promise<MixedLoad> {
  const spec = await devnetSpec();
  const common = createCommon(spec);
  const genesis = buildGenesis(spec, common);
  const nodes = createMemoryState();
  nodes.keep({ stateRoot: genesis.block.header.stateRoot, writes: genesis.writes });
  const executor = createExecutor({ spec, common, nodes });
  const sender = createSender(spec, bytesToHex(genesis.block.hash()));
  const built: Uint8Array[] = [];
  let parent = genesis.block.header;
  for (let number = 1; number <= blocks; number++) {
    const transactions: TypedTransaction[] = [];
    while (transactions.length < transactionsPerBlock) transactions.push(await sender.next());
    const { block, result, leftOut } = await executor.buildBlock({
      parent,
      timestamp: parent.timestamp + SECONDS_PER_BLOCK,
      coinbase: addressOf(LAB_KEY),
      ommers: [],
      transactions,
      freeExtra: new Uint8Array(32),
      sign: (digest) => signSealer(digest, LAB_KEY),
    });
    if (leftOut.length > 0)
      throw new RangeError(
        `block ${number} leaves out ${leftOut.map(({ code, hash }) => `${code} ${transactions.findIndex((t) => bytesToHex(t.hash()) === hash)}`)}`,
      );
    nodes.keep(result);
    built.push(block.serialize());
    parent = block.header;
  }
  return { spec, blocks: built };
}

/** The blocks as a node would decode them. */
export function decodeLoad({ spec, blocks }: MixedLoad): readonly Block[] {
  const common = createCommon(spec);
  return blocks.map((rlp) => createBlockFromRLP(rlp, { common }));
}

function createSender(spec: ChainSpec, genesisHash: Hex): { next(): Promise<TypedTransaction> } {
  const common = createCommon(spec);
  const provider = addressOf(PROVIDER_KEY);
  const domain = medrecDomain(BigInt(spec.config.chainId), genesisHash);
  const patients: Hex[] = [];
  let nonce = 0;

  const send = (to: Hex, data: Hex, gasLimit: number): TypedTransaction =>
    createLegacyTx({ nonce: nonce++, gasLimit, gasPrice: 0, to, value: 0, data }, { common }).sign(hexToBytes(PROVIDER_KEY));

  async function enrolment(): Promise<TypedTransaction> {
    const registrations = [];
    for (let i = 0; i < PATIENTS_PER_ENROLMENT; i++) {
      const wallet = new Wallet(keccakHex(new TextEncoder().encode(`patient ${patients.length}`)));
      const account = wallet.address.toLowerCase() as Hex;
      const fields = {
        account,
        role: ROLE.patient,
        commitment: keccakHex(hexToBytes(account)),
        encryptionKey: PRODUCT,
        deadline: 2n ** 40n,
      };
      const consent = { ...fields, sponsor: provider, acceptRelationship: true };
      const signature = (await wallet.signTypedData(domain, CONSENT_TYPES, consent)) as Hex;
      registrations.push({ registration: { ...fields, consent: signature }, accepted: true });
      patients.push(account);
    }
    return send(RELATIONSHIPS_ADDRESS, encodeCall(relationshipsAbi, 'enroll', [registrations]), ENROLMENT_GAS);
  }

  function record(): TypedTransaction {
    const patient = patients[(nonce * 7) % patients.length] as Hex;
    const root = hexToBytes(keccakHex(new TextEncoder().encode(`record ${nonce}`)));
    const item = concatBytes(hexToBytes(patient), APPEND, root, root);
    const offer = { product: PRODUCT, epoch: 0n, tier: 1 };
    return send(RELATIONSHIPS_ADDRESS, encodeCall(relationshipsAbi, 'setRecords', [offer, bytesToHex(item)]), RECORD_GAS);
  }

  return { next: async () => (nonce % ENROLMENT_EVERY === 0 ? enrolment() : record()) };
}
