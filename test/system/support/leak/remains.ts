import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoints } from '@medrec/shared/cli';
import type { RunningDevnet } from './devnet.ts';
import { type ChainAnswers, readChain } from './places/chain.ts';
import { askGatekeeper, askNode } from './places/http.ts';
import type { Remains } from './places/index.ts';

/** Asks all that can be asked of a devnet while it runs, then ends it. @param patient an id to ask gatekeepers about */
export async function takeRemains(devnet: RunningDevnet, folder: string, patient: string): Promise<Remains> {
  const { nodes, gatekeepers } = JSON.parse(await readFile(join(folder, 'endpoints.json'), 'utf8')) as Endpoints;
  const chains: Record<string, ChainAnswers> = {};
  for (const [name, { rpc }] of Object.entries(nodes)) chains[name] = await readChain(rpc);
  const answers = await Promise.all([
    ...Object.values(nodes).map(({ rpc }) => askNode(rpc)),
    ...Object.values(gatekeepers).map(({ url }) => askGatekeeper(url, patient)),
  ]);
  await devnet.stop();
  return { folder, lines: [...devnet.lines, ...devnet.stdout().split('\n')], chains, answers: answers.flat() };
}
