import type { Logger } from '@medrec/shared/log';
import type { Chain } from '../../chain/index.ts';
import type { Host } from '../host.ts';
import type { ProtocolNames } from '../protocols.ts';
import { answerBodies, bodiesLimits } from './body-source.ts';
import { serve } from './exchange.ts';
import { blocksLimits } from './fetch-blocks.ts';
import { answerHeaders, headersLimits } from './header-source.ts';
import { answerBlocks } from './serve-blocks.ts';

/** Answers peers that ask for headers, bodies and whole blocks. */
export async function serveChain(
  host: Host,
  names: ProtocolNames,
  chain: Pick<Chain, 'blockByHash' | 'bodyOf' | 'headerByNumber'>,
  log: Logger,
): Promise<void> {
  await serve(host, headersLimits(names), (payload) => answerHeaders(chain, payload), log);
  await serve(host, bodiesLimits(names), (payload) => answerBodies(chain, payload), log);
  await serve(host, blocksLimits(names), (payload) => answerBlocks(chain, payload), log);
}
