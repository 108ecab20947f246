import { type SeatReads, seatsAfter } from '@medrec/miner/checkpoints';
import type { LogEntry } from '@medrec/miner/execution';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS, ROLE } from '@medrec/shared/chain';
import { registrarAbi } from '@medrec/shared/contracts';
import { MedrecError } from '@medrec/shared/errors';
import { Interface } from 'ethers';
import { expect, it } from 'vitest';

// What would be lost: who may certify. A seat too many, or one that a rotation left behind, shifts what two thirds are.

const events = new Interface(registrarAbi as never);
const account = (digit: string): Hex => `0x${digit.repeat(40)}`;
const hash = (number: bigint): Hex => `0x${number.toString(16).padStart(64, '0')}`;
const [A, B, C, D] = [account('a'), account('b'), account('c'), account('d')] as const;
const ID = hash(1n);

function log(name: string, args: unknown[], address: Hex = REGISTRAR_ADDRESS): LogEntry {
  const { topics, data } = events.encodeEventLog(name, args);
  return { address, topics: topics as Hex[], data: data as Hex };
}

/** Blocks 1, 2, … with these logs; the state says so many seats, or is gone. */
function reads(blocks: readonly LogEntry[][], seats: number | 'pruned'): SeatReads {
  return {
    store: {
      header: (of) => {
        const number = BigInt(of);
        const gasUsed = BigInt(blocks[Number(number) - 1]?.length ?? 0);
        return { number, gasUsed, stateRoot: new Uint8Array(32), parentHash: hexToBytes(hash(number - 1n)) } as never;
      },
      receipts: (of) => ({ receipts: [{ logs: blocks[Number(BigInt(of)) - 1] }], systemLogs: [] }) as never,
    },
    executor: {
      async storageAt() {
        if (seats === 'pruned') throw new MedrecError({ code: 'STATE_PRUNED', message: 'gone' });
        return Uint8Array.of(seats);
      },
    },
  };
}

const from = { point: { number: 0n, hash: hash(0n) }, seats: [A, B] };
const after = (number: number, source: SeatReads) => seatsAfter({ number: BigInt(number), hash: hash(BigInt(number)) }, from, source);

const HISTORY = [
  [log('ParticipantRegistered', [ID, C, ROLE.provider, C]), log('ParticipantRegistered', [ID, D, ROLE.lab, D])],
  [],
  [log('Rotated', [ID, A, D]), log('ParticipantRemoved', [ID, B])],
  [
    log('Rotated', [ID, account('1'), account('2')]),
    log('ParticipantRegistered', [ID, account('3'), ROLE.provider, C], RELATIONSHIPS_ADDRESS),
  ],
];

it('follows admissions, removals and rotations, block by block', async () => {
  expect(await after(1, reads(HISTORY, 3))).toEqual([A, B, C]);
  expect(await after(2, reads(HISTORY, 3))).toEqual([A, B, C]);
  expect(await after(4, reads(HISTORY, 2))).toEqual([C, D]);
});

it('needs no state, but disagrees with one that says otherwise', async () => {
  expect(await after(4, reads(HISTORY, 'pruned'))).toEqual([C, D]);
  await expect(after(4, reads(HISTORY, 3))).rejects.toMatchObject({ code: 'SEATS_DIFFER', facts: { events: 2, storage: 3 } });
});
