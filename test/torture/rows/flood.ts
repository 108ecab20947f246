import { readFile } from 'node:fs/promises';
import { createLegacyTx } from '@ethereumjs/tx';
import { bytesToHex, concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { until } from '../../system/support/until.ts';
import type { Row, Torture } from '../row.ts';
import { createHospitalLoad, type HospitalLoad } from '../world/hospital-load.ts';
import { foundRealNetwork, MINING, oneHead, peersOf, type RealNode } from '../world/real-node.ts';
import { keyOf, type World } from '../world/world.ts';

// A bound of a node's pool (`packages/miner/src/txpool/limits.ts`), and the most that an honest sender should wait.
const MOST_OF_A_SENDER = 256;
const MOST_BLOCKS = 3;
/** Of a node that had just begun to work, its warming up included. */
const MOST_GROWTH_MIB = 512;
/** Transactions in a request; all of them large are still below a request's limit of 5 MiB. */
const BATCH = 16;
const LANES = 4;
/** Of provider 0, who is admitted and misbehaves; provider 1 is honest. */
const [FLOODER, HONEST] = [0, 1];
const LARGE_BYTES = 127 * 1024;

const KINDS = ['gap', 'replay', 'large', 'unregistered', 'sender'] as const;
type Kind = (typeof KINDS)[number];

export const floodRow: Row = {
  number: 7,
  name: 'flood',
  what: 'a flood of transactions: gaps, replays, 128 KB, unregistered, one sender; an honest hospital sends beside it',
  sizes: { unit: 'transactions', short: 2000, full: 50_000 },
  async run(torture) {
    const network = await foundRealNetwork(torture, ['lab'], { providers: 2 });
    const lab = await network.start('lab', MINING);
    const relay = await network.start('relay', ['--no-mine', ...peersOf(lab)]);
    await until('the first block', async () => ((await relay.head()).number >= 1 ? true : undefined));
    const honest = createHospitalLoad(network.world, HONEST);
    // Gossip begins a moment after the nodes have met.
    await sendHonestly(honest, relay, () => true);
    const memoryBefore = await memoryMib(relay);
    const flood = startFlood(network.world, relay, torture);
    const delays = await sendHonestly(honest, relay, flood.isOver);
    const answers = await flood.ended;
    torture.figure('answers', [...answers].map(([answer, count]) => `${answer} ${count}`).join(', '));
    torture.figure('honest transactions', delays.length);
    torture.figure('blocks until an honest one was sealed, at most', Math.max(...delays));
    torture.check(
      `each honest transaction is in a block within ${MOST_BLOCKS} blocks`,
      delays.length > 0 && delays.every((delay) => delay <= MOST_BLOCKS),
      Math.max(...delays),
    );
    torture.check('nothing that no admitted sender signed was taken', (answers.get('unregistered: taken') ?? 0) === 0);
    torture.check(
      `memory of the node grew by less than ${MOST_GROWTH_MIB} MiB`,
      (await memoryMib(relay)) - memoryBefore < MOST_GROWTH_MIB,
      (await memoryMib(relay)) - memoryBefore,
    );
    await checkPools([lab, relay], torture);
    await oneHead([lab, relay], 60_000);
  },
};

interface Flood {
  isOver(): boolean;
  /** How often which kind was answered how. */
  readonly ended: Promise<ReadonlyMap<string, number>>;
}

function startFlood(world: World, node: RealNode, torture: Torture): Flood {
  const make = createFlooder(world);
  const answers = new Map<string, number>();
  let sent = 0;
  let lanes = LANES;
  const lane = async (): Promise<void> => {
    while (sent < torture.size) {
      const kinds = Array.from({ length: Math.min(BATCH, torture.size - sent) }, () => torture.random.oneOf(KINDS));
      sent += kinds.length;
      const calls = kinds.map((kind, id) => ({ jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params: [make(kind)] }));
      for (const [at, answer] of (await post(node.url, calls)).entries()) {
        const name = `${kinds[at]}: ${answer}`;
        answers.set(name, (answers.get(name) ?? 0) + 1);
      }
      if (sent % 5000 < BATCH) torture.say(`${sent} of ${torture.size} sent`);
    }
    lanes--;
  };
  const ended = Promise.all(Array.from({ length: LANES }, lane)).then(() => answers);
  ended.catch(() => undefined); // told to who awaits it
  return { ended, isOver: () => lanes === 0 };
}

/** Code of the refusal, or `taken`, of each call in order. */
async function post(url: string, calls: readonly unknown[]): Promise<string[]> {
  const body = JSON.stringify(calls);
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const answers = (await response.json()) as { id: number; error?: { data?: { code?: string }; message?: string } }[];
  const byId = new Map(
    answers.map((answer) => [answer.id, answer.error === undefined ? 'taken' : (answer.error.data?.code ?? answer.error.message ?? '?')]),
  );
  return calls.map((_, id) => byId.get(id) ?? 'no answer');
}

function createFlooder({ common, providerKeys }: World): (kind: Kind) => Hex {
  const key = providerKeys[FLOODER] as Hex;
  const made: Hex[] = [];
  let count = 0;
  const sign = (by: Hex, nonce: number, bytes: number): Hex => {
    const data = concatBytes(hexToBytes(encodeCall(registrarAbi, 'setHost', [`http://h${count++}`])), new Uint8Array(bytes));
    const fields = { nonce, gasLimit: 200_000 + 4 * bytes, gasPrice: 0, to: REGISTRAR_ADDRESS, value: 0, data };
    const raw = bytesToHex(createLegacyTx(fields, { common }).sign(hexToBytes(by)).serialize());
    made.push(raw);
    return raw;
  };
  return (kind) => {
    if (kind === 'replay') return made[count % Math.max(1, made.length)] ?? sign(key, 0, 0);
    if (kind === 'gap') return sign(key, 2 + (count % 400), 0);
    if (kind === 'large') return sign(key, count % MOST_OF_A_SENDER, LARGE_BYTES + (count % 2) * 4096);
    if (kind === 'unregistered') return sign(keyOf(`stranger ${count % 64}`), count % 8, 0);
    return sign(key, count % (2 * MOST_OF_A_SENDER), 0);
  };
}

/** One transaction at a time; @returns by how many blocks each came later than the head when the node had taken it. */
async function sendHonestly(load: HospitalLoad, node: RealNode, isOver: () => boolean): Promise<number[]> {
  const delays: number[] = [];
  do {
    const raw = bytesToHex((await load.next()).serialize());
    const hash = await node.rpc.call<Hex>('eth_sendRawTransaction', raw);
    const { number } = await node.head();
    const sealed = await until('the honest transaction is sealed', () => receiptBlock(node, hash), 120_000, 50);
    delays.push(sealed - number);
  } while (!isOver());
  return delays;
}

async function receiptBlock(node: RealNode, hash: Hex): Promise<number | undefined> {
  const receipt = await node.rpc.call<{ blockNumber: Hex } | null>('eth_getTransactionReceipt', hash);
  return receipt === null ? undefined : Number(receipt.blockNumber);
}

/** Only two senders are admitted, so that the whole pool shows what one of them may fill. */
async function checkPools(nodes: readonly RealNode[], torture: Torture): Promise<void> {
  for (const { name, rpc } of nodes) {
    const { pending, queued } = await rpc.call<{ pending: Hex; queued: Hex }>('txpool_status');
    const pooled = Number(pending) + Number(queued);
    torture.check(`${name}: at most ${MOST_OF_A_SENDER} of each of the two senders are pooled`, pooled <= 2 * MOST_OF_A_SENDER, pooled);
  }
}

async function memoryMib({ running }: RealNode): Promise<number> {
  const status = await readFile(`/proc/${running.process.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
