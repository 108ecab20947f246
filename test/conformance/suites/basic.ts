import { RLP } from '@ethereumjs/rlp';
import { createCommon, decodeBlock, decodeTransaction } from '@medrec/miner/consensus';
import { bytesToHex, keccak } from '@medrec/shared/bytes';
import { computeAddress } from 'ethers';
import { z } from 'zod';
import { senderOf } from '../../../packages/miner/src/txpool/admission-rules/decode.ts';
import { ethereumSpec } from '../ethereum-spec.ts';
import { bytesOf, hexOf, numberOf } from '../hex.ts';
import { compare, firstOf, type Outcome } from '../outcome.ts';

// The oldest suites: single files of BasicTests, each with a form of its own.

const text = z.string();
const number = z.union([z.string(), z.number()]);
const frontier = createCommon(ethereumSpec({}));

export const genesisHashCase = z.looseObject({ genesis_rlp_hex: text, genesis_state_root: text, genesis_hash: text });

/** The main network's first block: decoded, hashed, its state root read. */
export function runGenesisHashCase(value: unknown): Outcome {
  const test = genesisHashCase.parse(value);
  const block = decodeBlock(bytesOf(test.genesis_rlp_hex), frontier);
  return firstOf(
    compare('genesis hash', hexOf(test.genesis_hash), bytesToHex(block.hash())),
    compare('genesis state root', hexOf(test.genesis_state_root), bytesToHex(block.header.stateRoot)),
  );
}

export const keyAddressCase = z.looseObject({ seed: text, key: text, addr: text });

/** The hash of a phrase as a private key, and its address. */
export function runKeyAddressCase(value: unknown): Outcome {
  const test = keyAddressCase.parse(value);
  return firstOf(
    compare('key', hexOf(test.key), bytesToHex(keccak(new TextEncoder().encode(test.seed)))),
    compare('address', hexOf(test.addr), computeAddress(hexOf(test.key)).toLowerCase()),
  );
}

export const signedTransactionCase = z.looseObject({
  key: text,
  nonce: number,
  gasprice: number,
  startgas: number,
  to: text,
  value: number,
  data: text,
  unsigned: text,
  signed: text,
});

const NO_SIGNATURE = ['', '', ''];

/** A transaction before and after its signature, and who signed it. Before Homestead: one of them has a high s. */
export function runSignedTransactionCase(value: unknown): Outcome {
  const test = signedTransactionCase.parse(value);
  const transaction = decodeTransaction(bytesOf(test.signed), frontier);
  const [nonce, gasPrice, gasLimit, amount] = [test.nonce, test.gasprice, test.startgas, test.value].map(numberOf);
  const fields = [nonce, gasPrice, gasLimit, bytesOf(test.to), amount, bytesOf(test.data)];
  return firstOf(
    compare('unsigned', hexOf(test.unsigned), bytesToHex(RLP.encode([...fields, ...NO_SIGNATURE]))),
    compare('unsigned, as decoded', hexOf(test.unsigned), bytesToHex(RLP.encode([...transaction.raw().slice(0, 6), ...NO_SIGNATURE]))),
    compare('sender', computeAddress(hexOf(test.key)).toLowerCase(), senderOf(transaction)),
  );
}
