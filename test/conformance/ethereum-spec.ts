import type { Hex } from '@medrec/shared/bytes';
import { type ChainSpec, type EthereumForks, mainnetPreset } from '@medrec/shared/chain';
import { hexOf, quantityOf, wordOf } from './hex.ts';

interface GenesisHeader {
  readonly nonce: string;
  readonly timestamp: string;
  readonly extraData: string;
  readonly gasLimit: string;
  readonly difficulty: string;
  readonly mixHash: string;
  readonly coinbase: string;
}

interface Account {
  readonly balance: string;
  readonly nonce: string;
  readonly code: string;
  readonly storage: Readonly<Record<string, string>>;
}

const EMPTY_HEADER: GenesisHeader = {
  ...{ nonce: '0x0000000000000000', timestamp: '0x0', extraData: '0x', gasLimit: '0x1388', difficulty: '0x20000' },
  ...{ mixHash: `0x${'00'.repeat(32)}`, coinbase: `0x${'00'.repeat(20)}` },
};

/**
 * Ethereum's own rules as a chain spec: ether exists, the record rules and the reward rule are off, blocks need no sealer's
 * signature. This is all that tells a conformance run from a MedRec chain.
 */
export function ethereumSpec(
  forks: EthereumForks,
  header: GenesisHeader = EMPTY_HEADER,
  pre: Readonly<Record<string, Account>> = {},
): ChainSpec {
  return {
    config: {
      chainId: 1,
      ...forks,
      medrec: {
        ...mainnetPreset,
        network: 'ethereum',
        version: 1,
        recordRules: false,
        difficulty: { durationDivisorSeconds: 9, boundDivisor: 2048, minimum: 131_072 },
        products: [],
        providers: [],
        labs: [],
        forks: [],
      },
    },
    nonce: hexOf(header.nonce),
    timestamp: quantityOf(header.timestamp),
    extraData: hexOf(header.extraData),
    gasLimit: quantityOf(header.gasLimit),
    difficulty: quantityOf(header.difficulty),
    mixHash: wordOf(header.mixHash),
    coinbase: hexOf(header.coinbase),
    alloc: allocOf(pre),
  };
}

/** A spec's type knows no balance but zero, because no ether exists on a MedRec chain. */
function allocOf(pre: Readonly<Record<string, Account>>): ChainSpec['alloc'] {
  const accounts = Object.entries(pre).map(([address, { balance, nonce, code, storage }]) => {
    const slots = Object.entries(storage).map(([slot, value]): [Hex, Hex] => [wordOf(slot), wordOf(value)]);
    const account = { balance: quantityOf(balance), nonce: quantityOf(nonce), code: hexOf(code), storage: Object.fromEntries(slots) };
    return [hexOf(address), account as ChainSpec['alloc'][Hex]] as const;
  });
  return Object.fromEntries(accounts);
}
