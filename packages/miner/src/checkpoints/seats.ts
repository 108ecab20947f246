import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, ROLE } from '@medrec/shared/chain';
import { decodeEvents, registrarAbi, registrarStorage } from '@medrec/shared/contracts';
import { MedrecError } from '@medrec/shared/errors';
import type { BlockPoint } from '../chain/index.ts';
import type { Executor, LogEntry } from '../execution/index.ts';
import { type Store, storeDamaged } from '../store/index.ts';

export interface SeatReads {
  readonly store: Pick<Store, 'header' | 'receipts'>;
  readonly executor: Pick<Executor, 'storageAt'>;
}

/** Blocks whose receipts are read before others have their turn. */
const READ_AT_ONCE = 64;
const NO_STATE = new Set(['STATE_PRUNED', 'STATE_NODE_MISSING']);

/**
 * Who holds a seat in the state after a block. The Registrar keeps no list; its events since an ancestor, whose seats are
 * known, give it, also where states of that time are not kept. Where the state is, the number of seats in it is compared.
 * @returns lower-case accounts
 * @throws MedrecError `SEATS_DIFFER`, `STORE_DAMAGED`
 */
export async function seatsAfter(
  block: BlockPoint,
  ancestor: { readonly point: BlockPoint; readonly seats: readonly Hex[] },
  { store, executor }: SeatReads,
): Promise<readonly Hex[]> {
  const seats = new Set(ancestor.seats);
  const logs = await registrarLogs(block, ancestor.point, store);
  for (const { name, args } of decodeEvents(registrarAbi, logs)) {
    if (name === 'ParticipantRegistered' && args.role === ROLE.provider) seats.add(args.account);
    if (name === 'ParticipantRemoved') seats.delete(args.account);
    if (name === 'Rotated' && seats.delete(args.oldAccount)) seats.add(args.newAccount);
  }
  const header = store.header(block.hash);
  const counted = header && (await countedSeats(header.stateRoot, executor));
  if (counted === undefined || counted === seats.size) return [...seats];
  throw new MedrecError({
    code: 'SEATS_DIFFER',
    message: 'The Registrar’s events give another number of seats than its storage.',
    facts: { block: block.hash, number: block.number, events: seats.size, storage: counted },
  });
}

/** Undefined when the state is no longer kept. */
async function countedSeats(stateRoot: Uint8Array, executor: SeatReads['executor']): Promise<number | undefined> {
  try {
    return registrarStorage.decodeSeats(await executor.storageAt(stateRoot, REGISTRAR_ADDRESS, registrarStorage.seatsSlot()));
  } catch (error) {
    if (error instanceof MedrecError && NO_STATE.has(error.code)) return undefined;
    throw error;
  }
}

/** What the Registrar logged after the ancestor, up to the block, in the chain's order. */
async function registrarLogs(block: BlockPoint, ancestor: BlockPoint, store: SeatReads['store']): Promise<LogEntry[]> {
  const descending: LogEntry[][] = [];
  let { hash } = block;
  for (let number = block.number; number > ancestor.number; number--) {
    if (number % BigInt(READ_AT_ONCE) === 0n) await new Promise((resolve) => setImmediate(resolve));
    const header = store.header(hash);
    if (header === undefined) throw storeDamaged('a certified block’s ancestor');
    const receipts = header.gasUsed === 0n ? [] : (store.receipts(hash)?.receipts ?? []);
    descending.push(receipts.flatMap(({ logs }) => logs.filter(({ address }) => address === REGISTRAR_ADDRESS)));
    hash = bytesToHex(header.parentHash);
  }
  return descending.reverse().flat();
}
