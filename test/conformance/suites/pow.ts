import { createBlockHeaderFromRLP } from '@ethereumjs/block';
import { createCommon, sealHash } from '@medrec/miner/consensus';
import { type Ethash, epochOf, seedHash, standardCacheBytes, standardDatasetBytes } from '@medrec/miner/ethash';
import { bytesToHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { ethereumSpec } from '../ethereum-spec.ts';
import { bytesOf, hexOf } from '../hex.ts';
import { compare, firstOf, type Outcome } from '../outcome.ts';

const text = z.string();

export const powCase = z.looseObject({
  header: text,
  header_hash: text,
  nonce: text,
  mixHash: text,
  seed: text,
  result: text,
  cache_size: z.number(),
  full_size: z.number(),
});

const common = createCommon(ethereumSpec({}));

/** One case: seal hash, sizes and seed of the epoch, mix hash and result. The hash of the whole cache shows in the result. */
export async function runPowCase(value: unknown, ethash: Ethash): Promise<Outcome> {
  const test = powCase.parse(value);
  const header = createBlockHeaderFromRLP(bytesOf(test.header), { common });
  const epoch = epochOf(header.number);
  const seal = sealHash(header);
  const { mixHash, result } = await ethash.hash(header.number, seal, BigInt(hexOf(test.nonce)));
  return firstOf(
    compare('seal hash', hexOf(test.header_hash), bytesToHex(seal)),
    compare('seed hash', hexOf(test.seed), bytesToHex(seedHash(epoch))),
    compare('cache size', test.cache_size, standardCacheBytes(epoch)),
    compare('dataset size', test.full_size, standardDatasetBytes(epoch)),
    compare('mix hash', hexOf(test.mixHash), bytesToHex(mixHash)),
    compare('result', hexOf(test.result), bytesToHex(result)),
    compare('nonce in the header', hexOf(test.nonce), bytesToHex(header.nonce)),
  );
}
