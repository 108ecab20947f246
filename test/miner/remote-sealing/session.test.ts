import { silentLogger } from '@medrec/shared/log';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenCheck } from '../../../packages/miner/src/remote-sealing/access/token.ts';
import { DEFAULT_LIMITS } from '../../../packages/miner/src/remote-sealing/limits.ts';
import { createExtranonces } from '../../../packages/miner/src/remote-sealing/stratum/extranonces.ts';
import { decodeLine } from '../../../packages/miner/src/remote-sealing/stratum/messages.ts';
import { createSession, type Session } from '../../../packages/miner/src/remote-sealing/stratum/session.ts';
import { createSubmissions } from '../../../packages/miner/src/remote-sealing/work/submissions.ts';
import { createWorkFeed } from '../../../packages/miner/src/remote-sealing/work/work-feed.ts';
import { createWorkerBook } from '../../../packages/miner/src/remote-sealing/workers/worker-book.ts';
import { createFakeDesk, createHandClock, type FakeDesk } from './fake-desk.ts';

// What would be lost: a conversation in any order of messages, and nobody foresaw that order. Each request must get exactly
// one answer with its id, work must not leave before a valid login, and no solution may be judged that has the wrong form.

const TOKEN = 'open-sesame-open-sesame';
const LOGINS = ['mining.authorize', 'eth_submitLogin', 'eth_login'];
const METHODS = [
  ...['mining.subscribe', 'mining.authorize', 'mining.submit', 'mining.extranonce.subscribe', 'mining.hello', 'mining.ping'],
  ...['eth_submitLogin', 'eth_login', 'eth_getWork', 'eth_submitWork', 'eth_submitHashrate', 'client.get_version'],
];

function open(): { session: Session; desk: FakeDesk } {
  const [desk, clock] = [createFakeDesk(), createHandClock()];
  const observer = { submitted: () => undefined, refused: () => undefined };
  const session = createSession({
    ...{ clock, feed: createWorkFeed(desk, clock), submissions: createSubmissions(desk, observer, silentLogger()) },
    ...{ book: createWorkerBook(clock.nowMs), extranonces: createExtranonces(), limits: DEFAULT_LIMITS },
    ...{ isToken: createTokenCheck(TOKEN), firstShareHashes: 2 ** 16 },
  });
  desk.offer();
  return { session, desk };
}

/** What makes a solution well-formed, now and then. */
const HASHES = [`0x${'12'.repeat(8)}`, `0x${'34'.repeat(32)}`, `0x${'56'.repeat(32)}`];

const word = fc.oneof(
  ...[fc.constantFrom('0xlab.rig', TOKEN, 'x', 'EthereumStratum/1.0.0', 'EthereumStratum/2.0.0', '0x1'), fc.string({ maxLength: 12 })],
  fc.stringMatching(/^(0x)?[0-9a-f]{0,64}$/),
  fc.constantFrom(null, 7, true, {}),
);
const message = fc.record(
  {
    id: fc.oneof(fc.nat(99), fc.string({ maxLength: 5 }), fc.constant(null)),
    method: fc.constantFrom(...METHODS),
    params: fc.oneof(
      ...[fc.array(word, { maxLength: 6 }), fc.constant({ proto: 'x' })],
      fc.constantFrom(HASHES, ['0xlab.rig', 'job', ...HASHES]),
    ),
    jsonrpc: fc.constant('2.0'),
    worker: word,
  },
  { requiredKeys: ['id', 'method', 'params'] },
);
/** What a session does besides answering: new work comes at any time. */
const step = fc.oneof(
  { weight: 5, arbitrary: message.filter(({ method }) => !LOGINS.includes(method)) },
  { weight: 1, arbitrary: message },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...LOGINS).map((method) => ({ id: 3, method, params: ['0xlab.rig', TOKEN] })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('eth_submitWork', 'mining.submit').map((method) => ({ id: 4, method, params: HASHES })),
  },
  { weight: 1, arbitrary: fc.constantFrom('new head', 'fresher') },
);

describe('a conversation', () => {
  it('in any order has one answer to each request, and no work before a valid login', async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const { session, desk } = open();
        for (const next of steps) {
          if (typeof next === 'string') {
            const work = desk.offer({ isNewHead: next === 'new head' });
            const lines = session.handOut({ id: Buffer.from(work.sealHash).toString('hex').slice(0, 8), work });
            expect(lines === '' || session.worker() !== undefined).toBe(true);
            continue;
          }
          const decoded = decodeLine(JSON.stringify(next));
          if (decoded.kind !== 'request') throw new Error('a well-formed line was not taken');
          const text = await session.answer(decoded.request);
          expect(text.endsWith('\n')).toBe(true);
          const [answer, ...work] = text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>);
          expect(answer).toHaveProperty('id', next.id);
          expect((answer?.['error'] ?? null) === null).toBe(answer?.['result'] !== undefined && answer['result'] !== null);
          if (session.worker() === undefined) expect([work, text.includes('0'.repeat(64))]).toEqual([[], false]);
          if (session.ending() !== undefined) break;
        }
        for (const { nonce, sealHash, mixHash } of desk.solutions)
          expect([nonce.length, sealHash.length, mixHash?.length ?? 32]).toEqual([8, 32, 32]);
        if (desk.solutions.length > 0) expect(session.worker()).toBeDefined();
        judged += desk.solutions.length;
        session.close();
      }),
      { seed: 20_261_126, numRuns: 400 },
    );
    expect(judged).toBeGreaterThan(50); // or the property would say little
  });
});
