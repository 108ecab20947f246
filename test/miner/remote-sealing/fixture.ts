import { createRemoteSealing, type RefusedReason, type RemoteSealing, type RemoteSealingOptions } from '@medrec/miner/remote-sealing';
import { connectLines, type LineClient } from '../../support/line-client.ts';
import { createFakeDesk, type FakeDesk } from './fake-desk.ts';

export interface RemoteFixture {
  readonly desk: FakeDesk;
  readonly remote: RemoteSealing;
  readonly refused: RefusedReason[];
  readonly submitted: string[];
  connect(): Promise<LineClient>;
  stop(): Promise<void>;
}

/** Remote sealing over a fake desk, listening on a free port of loopback. */
export async function startRemote(options: Partial<RemoteSealingOptions> & { readonly token?: string } = {}): Promise<RemoteFixture> {
  const desk = createFakeDesk();
  const refused: RefusedReason[] = [];
  const submitted: string[] = [];
  const { token, ...others } = options;
  const remote = createRemoteSealing({
    desk,
    observer: {
      refused: (reason) => void refused.push(reason),
      submitted: (verdict, reason) => void submitted.push(reason === 'none' ? verdict : reason),
    },
    stratum: { host: '127.0.0.1', port: 0, token, firstShareHashes: 2 ** 18 },
    ...others,
  });
  const address = (await remote.start()) ?? '';
  const clients: LineClient[] = [];
  return {
    ...{ desk, remote, refused, submitted },
    async connect() {
      const client = await connectLines(address);
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.end();
      await remote.stop();
    },
  };
}

export const NONCE = '0x00112233445566aa';
export const MIX = `0x${'ab'.repeat(32)}`;

/** The first messages of ethminer 0.19 in its three TCP modes, and its ids. */
export const LOGIN = {
  ethProxy: { id: 1, method: 'eth_submitLogin', params: ['0xlab', 'x'], worker: 'rig1', jsonrpc: '2.0' },
  nicehash: { id: 1, method: 'mining.subscribe', params: ['ethminer/0.19', 'EthereumStratum/1.0.0'] },
  plain: { id: 1, jsonrpc: '2.0', method: 'mining.subscribe', params: [] },
  authorize: { id: 3, method: 'mining.authorize', params: ['0xlab.rig1', 'x'] },
} as const;
