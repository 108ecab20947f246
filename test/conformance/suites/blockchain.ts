import type { Common } from '@ethereumjs/common';
import type { Chain, ChainOptions } from '@medrec/miner/chain';
import { decodeBlock } from '@medrec/miner/consensus';
import { buildGenesis } from '@medrec/miner/execution';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { ethereumSpec } from '../ethereum-spec.ts';
import { bytesOf, hexOf } from '../hex.ts';
import { impossibleState } from '../impossible-state.ts';
import { forksOfNetwork } from '../networks.ts';
import { compare, describe, failed, firstOf, type Outcome, PASSED, skipped } from '../outcome.ts';
import { commonOf, laterThanBerlin } from '../rules.ts';
import { type BlockchainCase, blockchainCase, type CaseAccount, isRefused, reasonOf } from './blockchain-case.ts';
import { openChain } from './open-chain.ts';

/** `NoProof`: the suite's blocks are unsealed; the seal check is the only step that such a case leaves out. */
const NO_PROOF: ChainOptions['ethash'] = { verify: async () => true };

/** One case: genesis, every block through the node's import, the head, and the whole state at the head. */
export async function runBlockchainCase(
  name: string,
  value: unknown,
  ethash: ChainOptions['ethash'],
): Promise<{ fork: string; outcome: Outcome }> {
  const test = blockchainCase.parse(value);
  const { network } = test;
  const forks = forksOfNetwork(network);
  const common = commonOf(network);
  if (!forks || !common) return { fork: network, outcome: laterThanBerlin(network) };
  if (test.sealEngine === 'NoReward') return { fork: network, outcome: skipped('sealEngine NoReward: not Ethereum’s rules at any fork') };
  const impossible = impossibleState(name, test.pre);
  if (impossible) return { fork: network, outcome: impossible };
  const spec = ethereumSpec(forks, test.genesisBlockHeader, test.pre);
  const genesis = checkGenesis(test, spec, common);
  if (genesis.kind !== 'passed') return { fork: network, outcome: genesis };
  const open = await openChain(spec, common, test.sealEngine === 'Ethash' ? ethash : NO_PROOF);
  try {
    return { fork: network, outcome: await importAll(test, spec, open.chain) };
  } finally {
    await open.close();
  }
}

function checkGenesis(test: BlockchainCase, spec: ChainSpec, common: Common): Outcome {
  const { block } = buildGenesis(spec, common);
  const root = compare('genesis state root', hexOf(test.genesisBlockHeader.stateRoot), bytesToHex(block.header.stateRoot));
  const hash = compare('genesis hash', hexOf(test.genesisBlockHeader.hash), bytesToHex(block.hash()));
  if (test.genesisRLP === undefined) return firstOf(root, hash);
  return firstOf(root, hash, compare('genesis block', bytesToHex(block.serialize()), hexOf(test.genesisRLP)));
}

async function importAll(test: BlockchainCase, spec: ChainSpec, chain: Chain): Promise<Outcome> {
  for (const [index, block] of test.blocks.entries()) {
    const where = `block ${index + 1} of ${test.blocks.length}`;
    const got = await importOne(chain, block.rlp);
    if (isRefused(block)) {
      if (got.imported) return failed(`${where} refused (${reasonOf(block) ?? 'no reason named'})`, got.what);
    } else if (!got.imported) return failed(`${where} imported`, got.what);
    const hash = block.blockHeader?.hash;
    if (hash !== undefined && got.imported && got.hash !== hexOf(hash)) return failed(`${where} with hash ${hash}`, got.hash);
  }
  const head = chain.head();
  const last = compare('head', hexOf(test.lastblockhash), head.hash);
  if (last.kind !== 'passed') return last;
  const root = bytesToHex(head.header.stateRoot);
  if (test.postStateHash !== undefined) return compare('state root at the head', hexOf(test.postStateHash), root);
  return test.postState ? comparePostState(test.postState, spec, chain, root) : PASSED;
}

type Imported =
  | { readonly imported: true; readonly what: string; readonly hash: Hex }
  | { readonly imported: false; readonly what: string };

async function importOne(chain: Chain, rlp: string): Promise<Imported> {
  try {
    const block = decodeBlock(bytesOf(rlp), chain.common);
    const outcome = await chain.importBlock(block, 'conformance');
    const imported = outcome === 'canonical' || outcome === 'side' || outcome === 'known';
    return imported ? { imported, what: outcome, hash: bytesToHex(block.hash()) } : { imported, what: outcome };
  } catch (error) {
    return { imported: false, what: describe(error) };
  }
}

/** The expected accounts make one root; only when it differs is it worth looking at each of them. */
async function comparePostState(expected: Record<string, CaseAccount>, spec: ChainSpec, chain: Chain, root: Hex): Promise<Outcome> {
  const alloc = ethereumSpec({}, undefined, expected).alloc;
  const expectedRoot = bytesToHex(buildGenesis({ ...spec, alloc }, chain.common).block.header.stateRoot);
  if (expectedRoot === root) return PASSED;
  const head = chain.head().hash;
  for (const [address, account] of Object.entries(alloc) as [Hex, CaseAccount][]) {
    const found = await chain.accountAt(head, address);
    const wanted = { nonce: BigInt(account.nonce), balance: BigInt(account.balance) };
    const differs = compare(`account ${address}`, wanted, found && { nonce: found.nonce, balance: found.balance });
    if (differs.kind !== 'passed') return differs;
    for (const [slot, value] of Object.entries(account.storage)) {
      const stored = await chain.storageAt(head, address, bytesOf(slot));
      const other = compare(`slot ${slot} of ${address}`, value, bytesToHex(stored));
      if (other.kind !== 'passed') return other;
    }
  }
  return failed(`state root at the head ${expectedRoot}`, root);
}
