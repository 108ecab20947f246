import type { BlockHeader } from '@ethereumjs/block';
import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { recoverSealer } from '../sealer-signature.ts';

/** SEALER_UNSIGNED: a coinbase alone is an unsigned claim; rented hash power could seal in a lab's name. */
export function checkSealerSigned(header: BlockHeader, genesisHash: Hex): void {
  const signer = recoverSealer(header, genesisHash);
  if (sameAddress(signer, header.coinbase.toString())) return;
  throw new RuleError({
    code: 'SEALER_UNSIGNED',
    verdict: 'penalise',
    message: 'The header is not signed by its coinbase.',
    facts: { number: header.number, coinbase: header.coinbase.toString(), signer },
  });
}
