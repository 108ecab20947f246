import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';

export function missingCode(hash: Uint8Array): MedrecError {
  return new MedrecError({
    code: 'STATE_NODE_MISSING',
    message: 'The state lacks the code of one of its contracts.',
    facts: { codeHash: bytesToHex(hash) },
    remedy: 'The store is damaged: stop the node and run `medrec-miner db repair`.',
  });
}
