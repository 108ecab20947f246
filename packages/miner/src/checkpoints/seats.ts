import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, ROLE } from '@medrec/shared/chain';
import { decodeEvents, registrarAbi, registrarStorage } from '@medrec/shared/contracts';
import type { BlockPoint } from '../chain/index.ts';
import type { Executor } from '../execution/index.ts';
import { type Store, storeDamaged } from '../store/index.ts';

export interface SeatReads {
  readonly store: Pick<Store, 'header' | 'receipts'>;
  readonly executor: Pick<Executor, 'participantAt' | 'storageAt'>;
  /** Seats in the state after the block. */
  seatCountAt?(stateRoot: Uint8Array): Promise<number>;
}

/** Blocks whose receipts are read before others have their turn. */
const READ_AT_ONCE = 64;

/**
 * Who holds a seat in the state after a block: the Registrar keeps their number and answers for one account, but no list;
 * so the accounts come from the seats of an ancestor and from the events since.
 * @returns lower-case accounts; undefined when they are not all found
 * @throws MedrecError `STATE_NODE_MISSING` when the block's state is no longer kept
 */
export async function seatsAfter(
  block: BlockPoint,
  ancestor: { readonly point: BlockPoint; readonly seats: readonly Hex[] },
  reads: SeatReads,
): Promise<readonly Hex[] | undefined> {
  const { store, executor } = reads;
  const header = store.header(block.hash);
  if (header === undefined) return undefined;
  const known = new Set<Hex>([...ancestor.seats, ...(await newAccounts(block, ancestor.point, store))]);
  const seats: Hex[] = [];
  for (const account of known) {
    const participant = await executor.participantAt(header.stateRoot, account);
    if (participant?.active && participant.role === ROLE.provider) seats.push(account);
  }
  const count = await (reads.seatCountAt ?? countAt(executor))(header.stateRoot);
  return count === seats.length ? seats : undefined;
}

function countAt(executor: Pick<Executor, 'storageAt'>): (stateRoot: Uint8Array) => Promise<number> {
  return async (stateRoot) =>
    registrarStorage.decodeSeats(await executor.storageAt(stateRoot, REGISTRAR_ADDRESS, registrarStorage.seatsSlot()));
}

/** Accounts that became a provider's between the two blocks. */
async function newAccounts(block: BlockPoint, ancestor: BlockPoint, store: SeatReads['store']): Promise<Hex[]> {
  const accounts: Hex[] = [];
  let { hash } = block;
  for (let number = block.number; number > ancestor.number; number--) {
    if (number % BigInt(READ_AT_ONCE) === 0n) await new Promise((resolve) => setImmediate(resolve));
    const header = store.header(hash);
    if (header === undefined) throw storeDamaged('a certified block’s ancestor');
    const logs = header.gasUsed === 0n ? [] : (store.receipts(hash)?.receipts ?? []).flatMap((receipt) => receipt.logs);
    for (const { name, args } of decodeEvents(
      registrarAbi,
      logs.filter(({ address }) => address === REGISTRAR_ADDRESS),
    )) {
      if (name === 'ParticipantRegistered' && args.role === ROLE.provider) accounts.push(args.account);
      if (name === 'Rotated') accounts.push(args.newAccount);
    }
    hash = bytesToHex(header.parentHash);
  }
  return accounts;
}
