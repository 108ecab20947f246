import { join } from 'node:path';
import { type ChainReads, createChainReads, createLibrary, type Library, type PackageFiles, unpackRelease } from '@medrec/miner/rewards';
import type { Hex } from '@medrec/shared/bytes';
import { releaseSealContext } from '@medrec/shared/census';
import { CENSUS_ADDRESS } from '@medrec/shared/chain';
import { createGatekeeperClient, type NodeClient } from '@medrec/shared/client';
import { censusAbi, decodeEvents } from '@medrec/shared/contracts';
import { encryptionKeyPairOf, medrecDomain, openSealed } from '@medrec/shared/signing';
import { accountIn } from '../accounts.ts';

/** A release of the hospital's that some block funded. */
export interface Funded {
  readonly releaseKey: Hex;
  readonly providerId: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
}

/** The lab's side of the test: what it earned, and its own claims beside those of its collector. */
export interface LabHand {
  readonly reads: ChainReads;
  readonly library: Library;
  /** What blocks of this lab entitle it to: with one lab, every release that was funded. */
  earned(): Promise<Funded[]>;
  /** Keys of published releases, twice if published twice. */
  publications(): Promise<Hex[]>;
  /** Keys of the releases that the lab's own collector has claimed, verified and filed. */
  filed(): Promise<ReadonlySet<Hex>>;
  /** Claims with a fresh nonce; the package's bytes. */
  claim(url: string, release: Funded, tier: number): Promise<Uint8Array>;
  unpack(bytes: Uint8Array): Promise<PackageFiles>;
}

export async function createLabHand(dir: string, client: NodeClient): Promise<LabHand> {
  const account = await accountIn(dir);
  const reads = await createChainReads(client);
  const library = createLibrary(join(dir, 'library'));
  const censusEvents = async () => decodeEvents(censusAbi, await client.logs({ address: CENSUS_ADDRESS }));
  return {
    reads,
    library,
    async earned() {
      const events = await censusEvents();
      const granted = events.flatMap((event) => (event.name === 'Entitled' ? [[event.args.releaseKey, event.args] as const] : []));
      return [...new Map(granted).values()];
    },
    publications: async () => (await censusEvents()).flatMap((event) => (event.name === 'ReleasePublished' ? [event.args.releaseKey] : [])),
    filed: async () => new Set((await library.list()).map(({ receipt }) => receipt.releaseKey)),
    async claim(url, { providerId, product, epoch, releaseKey }, tier) {
      const domain = medrecDomain(reads.chainId, reads.genesisHash);
      const gatekeeper = createGatekeeperClient({ url, signer: account, domain, providerId });
      const box = await gatekeeper.claim({ product, epoch, tier });
      return openSealed(encryptionKeyPairOf(account.privateKey as Hex), box, releaseSealContext(releaseKey, tier));
    },
    unpack: unpackRelease,
  };
}
