import type { BlockHeader } from '@ethereumjs/block';
import { RuleError } from '@medrec/shared/errors';

/** How far clocks of honest nodes may stand apart (docs/protocol.md, Header rules). */
export const FUTURE_LIMIT_SECONDS = 15n;

/** HEADER_TIMESTAMP: time only moves forward, or a sealer could lower the difficulty at will. */
export function checkTimestamp(header: BlockHeader, parent: BlockHeader): void {
  if (header.timestamp > parent.timestamp) return;
  throw new RuleError({
    code: 'HEADER_TIMESTAMP',
    verdict: 'penalise',
    message: 'The header is not later than its parent.',
    facts: { number: header.number, timestamp: header.timestamp, parentTimestamp: parent.timestamp },
  });
}

/** HEADER_FUTURE: not importable yet; the sender's clock may simply be ahead, so it is ignored and not punished. */
export function checkFuture(header: BlockHeader, nowSeconds: bigint): void {
  if (header.timestamp <= nowSeconds + FUTURE_LIMIT_SECONDS) return;
  throw new RuleError({
    code: 'HEADER_FUTURE',
    verdict: 'ignore',
    message: 'The header is from the future.',
    facts: { number: header.number, timestamp: header.timestamp, nowSeconds },
    remedy: 'Check that this machine’s clock is right.',
  });
}
