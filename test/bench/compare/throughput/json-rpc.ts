import { Agent, request } from 'node:http';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** JSON-RPC over kept-alive HTTP connections: a client that costs little, because it shares the machine with what it measures. */
export interface JsonRpc {
  call<T>(method: string, ...params: readonly unknown[]): Promise<T>;
  /** One request with many calls; results in the calls' order. A refused call is an error. */
  batch<T>(calls: readonly RpcCall[]): Promise<T[]>;
  close(): void;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

export function createJsonRpc(url: string): JsonRpc {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const post = (body: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          try {
            resolve(JSON.parse(text));
          } catch {
            reject(new RangeError(`${url} answered ${response.statusCode} with no JSON: ${text.slice(0, 200)}`));
          }
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const resultOf = ({ method, params }: RpcCall, answer: Answer | undefined): unknown => {
    if (answer === undefined || answer.error) {
      const shown = JSON.stringify(params).slice(0, 120);
      throw new RangeError(`${url} refused ${method} ${shown}: ${JSON.stringify(answer?.error ?? 'no answer').slice(0, 600)}`);
    }
    return answer.result;
  };
  return {
    async call<T>(method: string, ...params: readonly unknown[]) {
      return resultOf({ method, params }, (await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))) as Answer) as T;
    },
    async batch<T>(calls: readonly RpcCall[]) {
      if (calls.length === 0) return [];
      const answers = (await post(JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }))))) as Answer[];
      const byId = new Map(answers.map((answer) => [answer.id, answer]));
      return calls.map((call, id) => resultOf(call, byId.get(id)) as T);
    },
    close: () => agent.destroy(),
  };
}
