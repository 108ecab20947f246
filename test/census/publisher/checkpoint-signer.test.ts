import { createCheckpointSigner } from '@medrec/census/publisher';
import type { Hex } from '@medrec/shared/bytes';
import type { SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { CheckpointView } from '@medrec/shared/client';
import { silentLogger } from '@medrec/shared/log';
import { beforeEach, describe, expect, it } from 'vitest';

// What would be lost: a hospital that signs two blocks of one height, or turns to a branch without its last block, breaks the
// promise on which all hospitals pay; and one that stops signing for good holds up every payment.

const ACCOUNT: Hex = `0x${'aa'.repeat(20)}`;
const hash = (number: bigint, branch = 0): Hex => `0x${branch}${number.toString(16).padStart(63, '0')}`;
const GENESIS = hash(0n);

let branch: number;
let head: bigint;
let view: { -readonly [K in keyof CheckpointView]: CheckpointView[K] };
let memory: Map<string, unknown>;
let sent: SignedCheckpoint[];
let signatures: number;
beforeEach(() => {
  [branch, head, signatures] = [0, 0n, 0];
  view = { certified: null, base: GENESIS, signed: {}, conflict: null };
  memory = new Map();
  sent = [];
});

function signer(options: { afterPut?: () => void } = {}) {
  return createCheckpointSigner({
    chain: {
      confirmations: 2n,
      checkpointInterval: 8,
      head: async () => ({ number: head, timestamp: 0n }),
      blockHashAt: async (number) => (number > head ? undefined : hash(number, number < 4n ? 0 : branch)),
      checkpoints: async () => view,
      submitCheckpoint: async (checkpoint) => void sent.push(checkpoint),
    },
    account: ACCOUNT,
    sign: async ({ number }) => {
      signatures += 1;
      return `0x${number.toString(16).padStart(130, '0')}`;
    },
    memory: {
      get: async (key) => memory.get(key),
      put: async (key, value) => {
        memory.set(key, structuredClone(value));
        options.afterPut?.();
      },
    },
    log: silentLogger(),
  });
}

const turnAt = async (number: bigint, by = signer()): Promise<void> => {
  head = number;
  await by.turn();
};
const sentBlocks = () => sent.map(({ blockHash }) => blockHash);

describe('a hospital’s signature', () => {
  it('waits for the confirmations, and is sent again until the block is certified', async () => {
    await turnAt(9n);
    expect(sent).toEqual([]);
    await turnAt(10n);
    await turnAt(11n);
    expect(sent).toMatchObject([{ number: 8n, blockHash: hash(8n), base: GENESIS }, { number: 8n }]);
    expect(signatures).toBe(1);
    view.certified = { number: 8n, hash: hash(8n), canonical: true };
    await turnAt(12n);
    expect(sent).toHaveLength(2);
  });

  it('is of the same block after a crash between writing it down and sending it', async () => {
    const crash = () => {
      throw new RangeError('killed');
    };
    await expect(turnAt(10n, signer({ afterPut: crash }))).rejects.toThrow('killed');
    branch = 1;
    await turnAt(11n);
    expect(sentBlocks()).toEqual([hash(8n)]);
  });

  it('names the newest certified block as its base', async () => {
    await turnAt(10n);
    view.base = hash(4n);
    await turnAt(11n);
    expect(sent.map(({ base, blockHash }) => [base, blockHash])).toEqual([
      [GENESIS, hash(8n)],
      [hash(4n), hash(8n)],
    ]);
  });

  it('is held back on a branch without the last signed block, until that branch is certified above it', async () => {
    await turnAt(10n);
    branch = 1;
    await turnAt(18n);
    expect(sentBlocks()).toEqual([hash(8n)]);
    view.certified = { number: 8n, hash: hash(8n, 1), canonical: false };
    await turnAt(18n);
    expect(sentBlocks()).toEqual([hash(8n)]);
    view.certified = { number: 8n, hash: hash(8n, 1), canonical: true };
    await turnAt(18n);
    expect(sentBlocks()).toEqual([hash(8n), hash(16n, 1)]);
  });

  it('is never of another block of a height that the node has seen signed, though the vault is an old copy', async () => {
    view.signed = { [ACCOUNT]: { number: 8n, hash: hash(8n) } };
    branch = 1;
    await turnAt(10n);
    await turnAt(18n);
    expect(sent).toEqual([]);
    branch = 0;
    await turnAt(18n);
    expect(sentBlocks()).toEqual([hash(16n)]);
  });

  it('is withheld once two certificates contradict each other', async () => {
    view.conflict = { first: {}, second: {} };
    await turnAt(10n);
    expect(sent).toEqual([]);
  });
});
