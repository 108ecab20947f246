import type { BlockHeader } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Ethash } from '../../ethash/index.ts';
import { sealedWorkOf } from '../seal-hash.ts';

/** HEADER_SEAL: the proof of work itself. Checked last of the header's rules: it costs the most. */
export async function checkSeal(header: BlockHeader, ethash: Pick<Ethash, 'verify'>): Promise<void> {
  if (await ethash.verify(sealedWorkOf(header))) return;
  throw new RuleError({
    code: 'HEADER_SEAL',
    verdict: 'penalise',
    message: 'The header’s proof of work is wrong.',
    facts: { number: header.number, hash: bytesToHex(header.hash()), difficulty: header.difficulty },
  });
}
