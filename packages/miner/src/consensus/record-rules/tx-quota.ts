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
 * TX_QUOTA: without fees, spam and sybils are bounded by shares of the block. A sender stays within its role's share;
 * with all it sponsors it stays within that and the part of every block that is reserved for patients, delegates and
 * readers. So addresses that a provider makes up count against the provider, and yet a patient's revocation finds room
 * in a block that her provider fills.
 */
export function createQuotaLedger(quotas: QuotaConfig, blockGasLimit: bigint, metIn: MetIn): QuotaLedger {
  const sentBy = new Map<Hex, bigint>();
  const answeredBy = new Map<Hex, bigint>();
  let sentByInstitutions = 0n;
  const reserved = shareOf(quotas.reservedPatientShare, blockGasLimit);
  const institutionsLimit = blockGasLimit - reserved;

  function count(payers: readonly Payer[], gas: bigint): void {
    const [sender] = payers;
    if (sender) add(sentBy, sender.address, gas);
    if (sender && isInstitution(sender)) sentByInstitutions += gas;
    for (const { address } of payers) add(answeredBy, address, gas);
  }

  return {
    charge(payers, gasLimit) {
      const [sender] = payers;
      if (sender && isInstitution(sender) && sentByInstitutions + gasLimit > institutionsLimit) {
        throw overQuota('reserved for patients', sender, gasLimit, institutionsLimit, metIn);
      }
      for (const payer of payers) {
        const share = shareOf(roleShare(quotas, payer.role), blockGasLimit);
        const withSponsored = isInstitution(payer) ? share + reserved : share;
        if (payer === sender && used(sentBy, payer) + gasLimit > share) throw overQuota('share of the role', payer, gasLimit, share, metIn);
        if (used(answeredBy, payer) + gasLimit > withSponsored)
          throw overQuota('share with all it sponsors', payer, gasLimit, withSponsored, metIn);
      }
      count(payers, gasLimit);
      return () => count(payers, -gasLimit);
    },
  };
}

function isInstitution({ role }: Payer): boolean {
  return role === ROLE.provider || role === ROLE.lab;
}

function used(by: ReadonlyMap<Hex, bigint>, { address }: Payer): bigint {
  return by.get(address) ?? 0n;
}

function add(by: Map<Hex, bigint>, address: Hex, gas: bigint): void {
  by.set(address, (by.get(address) ?? 0n) + gas);
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
