import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { buildGenesis } from '../../../execution/index.ts';

export interface SpecSummary {
  readonly network: string;
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly confirmations: number;
  readonly censusEpochSeconds: number;
  readonly rewardRule: string;
  readonly products: readonly { readonly id: string; readonly definitionHash: Hex }[];
  readonly providers: readonly { readonly address: Hex; readonly host: string }[];
  readonly labs: readonly { readonly address: Hex }[];
}

/** What founders compare before they start: above all the genesis hash. @throws MedrecError `SPEC_FINGERPRINT` */
export function summarise(spec: ChainSpec): SpecSummary {
  const { medrec, chainId } = spec.config;
  return {
    network: medrec.network,
    chainId,
    genesisHash: bytesToHex(buildGenesis(spec).block.hash()),
    timestamp: Number(spec.timestamp),
    confirmations: medrec.confirmations,
    censusEpochSeconds: medrec.censusEpochSeconds,
    rewardRule: medrec.rewardRule,
    products: medrec.products.map(({ id, definitionHash }) => ({ id, definitionHash })),
    providers: medrec.providers.map(({ address, host }) => ({ address, host })),
    labs: medrec.labs.map(({ address }) => ({ address })),
  };
}

export function printSummary(summary: SpecSummary, print: (line?: string) => void): void {
  print(`network ${summary.network}, chain id ${summary.chainId}`);
  print(`genesis ${summary.genesisHash} at ${new Date(summary.timestamp * 1000).toISOString()}`);
  print(`${summary.confirmations} confirmations, census epochs of ${summary.censusEpochSeconds} s, reward rule ${summary.rewardRule}`);
  print(`products: ${summary.products.map(({ id }) => id).join(', ') || 'none'}`);
  for (const { address, host } of summary.providers) print(`provider ${address} ${host}`);
  for (const { address } of summary.labs) print(`lab      ${address}`);
}
