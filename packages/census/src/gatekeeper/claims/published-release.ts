import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type HospitalChain, RELEASE_STAGE } from '../../publisher/index.ts';
import { payableNumber, secondsUntilPayable } from '../confirmed.ts';

/** The release's commitments stand k blocks deep, so that the lab's own check never races the chain. @throws MedrecError `RELEASE_NOT_READY`. */
export async function requirePublished(chain: HospitalChain, releaseKey: Hex): Promise<void> {
  const release = await chain.releaseOf(releaseKey, await payableNumber(chain));
  if (release.stage !== RELEASE_STAGE.published) throw await releaseNotReady(chain);
}

export async function releaseNotReady(chain: HospitalChain): Promise<MedrecError> {
  return new MedrecError({
    code: 'RELEASE_NOT_READY',
    message: 'The release is not published deep enough in the chain yet.',
    facts: { confirmations: chain.confirmations, retryAfterSeconds: await secondsUntilPayable(chain) },
    remedy: 'Ask again: a release follows its epoch’s end, the close and the publication, each with its confirmations.',
  });
}
