import type { Hex } from '@medrec/shared/bytes';
import { type QuotaConfig, ROLE } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import type { MetIn, RuleParticipant } from './participant.ts';

/** Shares are decimals in the spec; consensus counts them in millionths so that every node rounds alike. */
const SHARE_UNIT = 1_000_000;

/** An account that a transaction's gas counts against: the sender, its sponsor, and that one's sponsor in turn. */
export interface Payer {
  readonly address: Hex;
  readonly role: number;
}

/** Gas limits of one block, or of one pool, by who answers for them. */
export interface QuotaLedger {
  /**
   * Counts the transaction, or throws and counts nothing.
   * @returns takes the count back, for a sealer that then leaves the transaction out
   * @throws RuleError `TX_QUOTA`
   */
  charge(payers: readonly Payer[], gasLimit: bigint): () => void;
}

/**
 * TX_QUOTA: without fees, spam and sybils are bounded by shares of the block. Each payer stays within its role's share,
 * so addresses that a provider makes up count against the provider; and a part of every block is left
 * to patients, delegates and readers, so that a revocation always finds room.
 */
export function createQuotaLedger(quotas: QuotaConfig, blockGasLimit: bigint, metIn: MetIn): QuotaLedger {
  const usedBy = new Map<string, bigint>();
  let usedByInstitutions = 0n;
  const institutionsLimit = blockGasLimit - shareOf(quotas.reservedPatientShare, blockGasLimit);

  function count(payers: readonly Payer[], isInstitution: boolean, gas: bigint): void {
    if (isInstitution) usedByInstitutions += gas;
    for (const { address } of payers) usedBy.set(address, (usedBy.get(address) ?? 0n) + gas);
  }

  return {
    charge(payers, gasLimit) {
      const [sender] = payers;
      const isInstitution = sender?.role === ROLE.provider || sender?.role === ROLE.lab;
      if (sender && isInstitution && usedByInstitutions + gasLimit > institutionsLimit) {
        throw overQuota('reserved for patients', sender, gasLimit, institutionsLimit, metIn);
      }
      for (const payer of payers) {
        const limit = shareOf(roleShare(quotas, payer.role), blockGasLimit);
        if ((usedBy.get(payer.address) ?? 0n) + gasLimit > limit) throw overQuota('share of the role', payer, gasLimit, limit, metIn);
      }
      count(payers, isInstitution, gasLimit);
      return () => count(payers, isInstitution, -gasLimit);
    },
  };
}

/** Registrations nest patient → delegate at most; a longer chain cannot be written by the Registrar. */
const SPONSOR_CHAIN_LIMIT = 4;

/** The sender and its sponsors, up to the one that sponsors itself. */
export async function payersOf(
  address: Hex,
  participantAt: (address: Hex) => Promise<RuleParticipant | undefined>,
): Promise<readonly Payer[]> {
  const payers: Payer[] = [];
  let next = address.toLowerCase() as Hex;
  while (payers.length < SPONSOR_CHAIN_LIMIT && !payers.some((payer) => payer.address === next)) {
    const participant = await participantAt(next);
    if (!participant) break;
    payers.push({ address: next, role: participant.role });
    next = participant.sponsor.toLowerCase() as Hex;
  }
  return payers;
}

function shareOf(share: number, gas: bigint): bigint {
  return (BigInt(Math.round(share * SHARE_UNIT)) * gas) / BigInt(SHARE_UNIT);
}

function roleShare(quotas: QuotaConfig, role: number): number {
  if (role === ROLE.provider) return quotas.providerShare;
  return role === ROLE.lab ? quotas.labShare : quotas.patientShare;
}

function overQuota(reason: string, payer: Payer, gasLimit: bigint, limit: bigint, metIn: MetIn): RuleError {
  return new RuleError({
    code: 'TX_QUOTA',
    verdict: metIn === 'block' ? 'penalise' : 'ignore',
    message: 'The transaction would exceed a share of the block’s gas.',
    facts: { reason, payer: payer.address, gasLimit, limitGas: limit },
    remedy: 'Send less at once, or wait for the next block.',
  });
}
