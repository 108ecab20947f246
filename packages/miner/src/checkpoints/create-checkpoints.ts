import type { Hex } from '@medrec/shared/bytes';
import { isCertifying, type SignedCheckpoint } from '@medrec/shared/checkpoints';
import { asMedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { medrecDomain } from '@medrec/shared/signing';
import { type Chain, createImportQueue, type Origin } from '../chain/index.ts';
import type { Store } from '../store/index.ts';
import { createCertificateBook, type Entry } from './certificate-book.ts';
import { openCertificateLog } from './certificate-log.ts';
import { recoverSigners } from './recover-signers.ts';
import { refusal } from './refusals.ts';
import { type SeatReads, seatsAfter } from './seats.ts';
import type { CheckpointConflict, CheckpointStatus, Checkpoints } from './types.ts';
import { createVoteBook } from './vote-book.ts';

export interface CheckpointOptions extends Omit<SeatReads, 'store'> {
  readonly chain: Chain;
  readonly store: Pick<Store, 'header' | 'receipts' | 'canonicalHash'>;
  /** The node's folder: certificates are kept in a file of it. */
  readonly dir: string;
  readonly log?: Logger;
}

/** Heights above the head, in intervals, for which votes are counted: a node may lag a little. */
const COUNTED_AHEAD = 4n;

/** @throws MedrecError `LOG_UNREADABLE` */
export async function createCheckpoints(options: CheckpointOptions): Promise<Checkpoints> {
  const { chain, store } = options;
  const log = options.log ?? silentLogger();
  const { checkpointInterval: interval = 0, providers } = chain.spec.config.medrec;
  const domain = medrecDomain(BigInt(chain.spec.config.chainId), chain.genesisHash);
  const kept = await openCertificateLog(options.dir, log);
  const book = createCertificateBook(store);
  const votes = createVoteBook();
  const queue = createImportQueue();
  const listeners = new Set<(checkpoint: SignedCheckpoint, origin: Origin) => void>();
  const equivocators = new Set<Hex>();
  const genesis = { point: { number: 0n, hash: chain.genesisHash }, seats: providers.map(({ address }) => address.toLowerCase() as Hex) };
  let { conflict } = kept;

  const baseOf = (hash: Hex): { point: { number: bigint; hash: Hex }; seats: readonly Hex[] | undefined } | undefined => {
    if (hash === genesis.point.hash) return genesis;
    const entry = book.get(hash);
    return entry && { point: entry, seats: entry.seats };
  };

  const alarm = async (found: CheckpointConflict): Promise<void> => {
    if (conflict !== undefined) return;
    conflict = found;
    await kept.addConflict(found);
    const facts = {
      first: found.first.blockHash,
      second: found.second.blockHash,
      numbers: [found.first.number, found.second.number].map(Number),
    };
    log.error({ event: 'checkpoint.conflict', ...facts }, 'ALARM: two certificates cannot be on one chain; gatekeepers pay no more');
  };

  /** Seats are found once a certified block is here, and kept: finding them reads all that was logged since the one before. */
  const findSeats = async (entry: Entry): Promise<void> => {
    const before = baseOf(entry.certificate.base);
    if (entry.seats !== undefined || before?.seats === undefined) return;
    try {
      entry.seats = await seatsAfter(entry, { point: before.point, seats: before.seats }, options);
      await kept.addSeats(entry.hash, entry.seats);
    } catch (thrown) {
      const { code, message } = asMedrecError(thrown);
      log.warn(
        { block: entry.hash, code },
        `the seats after a certified block are not known, so what builds on it is not counted: ${message}`,
      );
    }
  };

  const settle = async (): Promise<void> => {
    const { placed, conflict: pair } = book.settle();
    for (const entry of placed) await findSeats(entry);
    if (pair !== undefined) await alarm({ first: pair[0].certificate, second: pair[1].certificate });
    const tip = book.tip();
    if (tip === undefined) return;
    votes.dropTo(tip.number);
    if (chain.certified()?.hash !== tip.hash) await chain.certify(tip);
  };

  const adopt = async (certificate: SignedCheckpoint, seats: number): Promise<void> => {
    await kept.addCertificate(certificate);
    book.add(certificate, undefined);
    const facts = { number: Number(certificate.number), block: certificate.blockHash, votes: certificate.signatures.length, seats };
    log.info({ event: 'checkpoint.certified', ...facts }, `block ${certificate.number} is certified by ${facts.votes} of ${seats} seats`);
    await settle();
  };

  const check = (checkpoint: SignedCheckpoint): { signers: readonly Hex[]; seats: number } => {
    const { number, base, signatures } = checkpoint;
    if (interval === 0) throw refusal('OFF', checkpoint);
    if (number % BigInt(interval) !== 0n) throw refusal('HEIGHT', checkpoint, { interval });
    const decided = baseOf(base);
    if (decided === undefined) throw refusal('BASE_UNKNOWN', checkpoint);
    if (decided.seats === undefined) throw refusal('SEATS_UNKNOWN', checkpoint);
    if (number <= decided.point.number) throw refusal('HEIGHT', checkpoint, { baseNumber: decided.point.number });
    if (signatures.length > decided.seats.length) throw refusal('SIGNER', checkpoint, { signatures: signatures.length });
    const signers = recoverSigners(checkpoint, domain);
    const stranger = signers.find((account, at) => !decided.seats?.includes(account) || signers.indexOf(account) !== at);
    if (stranger !== undefined) throw refusal('SIGNER', checkpoint, { account: stranger });
    return { signers, seats: decided.seats.length };
  };

  const addVote = async (checkpoint: SignedCheckpoint, account: Hex, seats: number): Promise<'vote' | 'certificate' | 'known'> => {
    const { number } = checkpoint;
    if (number <= (book.tip()?.number ?? 0n)) return 'known';
    if (number > chain.head().number + COUNTED_AHEAD * BigInt(interval)) throw refusal('FAR', checkpoint, { head: chain.head().number });
    const added = votes.add({ account, checkpoint });
    if (added === 'known') return 'known';
    if (added === 'double') {
      equivocators.add(account);
      log.error(
        { event: 'checkpoint.double', account, number: Number(number) },
        `provider ${account} signed two blocks of height ${number}`,
      );
    }
    const signatures = votes.signaturesFor(checkpoint);
    if (!isCertifying(signatures.length, seats)) return 'vote';
    await adopt({ ...checkpoint, signatures }, seats);
    return 'certificate';
  };

  const take = async (checkpoint: SignedCheckpoint): Promise<'vote' | 'certificate' | 'known'> => {
    if (book.get(checkpoint.blockHash) !== undefined || votes.has(checkpoint)) return 'known';
    const { signers, seats } = check(checkpoint);
    if (isCertifying(signers.length, seats)) {
      await adopt(checkpoint, seats);
      return 'certificate';
    }
    const [account] = signers;
    if (account !== undefined && signers.length === 1) return addVote(checkpoint, account, seats);
    throw refusal('INCOMPLETE', checkpoint, { signatures: signers.length, seats });
  };

  const unsubscribe = chain.onHead(() => {
    const settled = queue.run(settle);
    settled.catch((thrown: unknown) => log.error({ err: asMedrecError(thrown) }, 'certificates could not be brought to the new head'));
  });

  for (const certificate of kept.certificates) book.add(certificate, kept.seats.get(certificate.blockHash));
  await settle();

  return {
    interval,
    async add(checkpoint, origin) {
      const outcome = await queue.run(() => take(checkpoint));
      if (outcome !== 'known') for (const listener of listeners) listener(checkpoint, origin);
      return outcome;
    },
    status(): CheckpointStatus {
      const tip = book.tip();
      const base = book.base();
      const isCanonical = tip !== undefined && tip.number <= chain.head().number && store.canonicalHash(tip.number) === tip.hash;
      return {
        interval,
        certified: tip && { number: tip.number, hash: tip.hash, votes: tip.certificate.signatures.length, isCanonical },
        base: base?.hash ?? genesis.point.hash,
        seats: (base ?? genesis).seats?.length,
        signed: votes.lastOf(),
        equivocators: [...equivocators],
        conflict,
      };
    },
    above(number, limit) {
      const certificates = book.above(number, limit).map(({ certificate }) => certificate);
      // Votes count on the newest certificate only, so they are for who has all certificates.
      return certificates.length > 0 ? certificates : votes.all().slice(0, limit);
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      unsubscribe();
      await queue.drain();
      await kept.close();
    },
  };
}
