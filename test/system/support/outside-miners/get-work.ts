import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OutsideMiner, toBytes, toHex } from './miner.ts';

/** What came over the socket until the other side closed it. */
export interface RawAnswer {
  readonly status: string;
  readonly headers: string;
  readonly body: string;
}

const POLL_MS = 50;

/** One call as ethminer makes it: HTTP/1.0 on a fresh socket, which is read to its end. */
export async function callOverHttp10(url: string, path: string, body: string, headers: readonly string[] = []): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const lines = [
    `POST ${path} HTTP/1.0`,
    `Host: ${hostname}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    ...headers,
  ];
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [status = '', ...fields] = head.split('\r\n');
  return { status, headers: fields.join('\n').toLowerCase(), body: rest.join('\r\n\r\n') };
}

/** eth_getWork, eth_submitWork and eth_submitHashrate over HTTP, as go-ethereum's mining API has them. */
export function createGetWorkMiner(url: string, path = '/', headers: readonly string[] = []): OutsideMiner {
  const call = async (method: string, params: readonly unknown[]): Promise<{ result?: unknown; error?: { message: string } }> => {
    const { body } = await callOverHttp10(url, path, JSON.stringify({ id: 1, jsonrpc: '2.0', method, params }), headers);
    return JSON.parse(body) as { result?: unknown; error?: { message: string } };
  };
  return {
    protocol: 'getwork',
    async work() {
      for (;;) {
        const { result } = await call('eth_getWork', []);
        const [sealHash, , target] = (result ?? []) as string[];
        if (sealHash !== undefined && target !== undefined)
          return { sealHash: toBytes(sealHash), target: BigInt(target), noncePrefix: new Uint8Array(0), job: sealHash };
        await sleep(POLL_MS);
      }
    },
    async submit({ work, nonce, mixHash }) {
      const { result, error } = await call('eth_submitWork', [toHex(nonce), work.job, toHex(mixHash)]);
      return { isTaken: result === true, reason: error?.message ?? 'false' };
    },
    async reportRate(rate) {
      await call('eth_submitHashrate', [`0x${rate.toString(16)}`, `0x${'11'.repeat(32)}`]);
    },
    end: () => undefined,
  };
}
