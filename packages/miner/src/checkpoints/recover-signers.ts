import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { checkpointDigest, type SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { TypedDomain } from '@medrec/shared/signing';
import { recoverAddress } from 'ethers';
import { refusal } from './refusals.ts';

/** The accounts whose signatures the checkpoint carries, in its order. @throws RuleError `CHECKPOINT_SIGNER` for one that is none */
export function recoverSigners(checkpoint: SignedCheckpoint, domain: TypedDomain): Hex[] {
  const digest = bytesToHex(checkpointDigest(domain, checkpoint));
  return checkpoint.signatures.map((signature, position) => {
    try {
      return recoverAddress(digest, signature).toLowerCase() as Hex;
    } catch {
      throw refusal('SIGNER', checkpoint, { position });
    }
  });
}
