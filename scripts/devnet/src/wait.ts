import { access, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';

const nodeEndpoint = z.looseObject({ pid: z.int(), rpc: z.url(), p2p: z.array(z.string()), address: z.string().optional() });
const gatekeeperEndpoint = z.looseObject({ pid: z.int(), url: z.url() });

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** Waits until a node has written its endpoint file. @throws MedrecError `CHILD_NOT_READY` */
export function waitForNode(dir: string, signal: AbortSignal): Promise<z.infer<typeof nodeEndpoint>> {
  return waitForEndpoint(dir, nodeEndpoint, signal);
}

export function waitForGatekeeper(dir: string, signal: AbortSignal): Promise<z.infer<typeof gatekeeperEndpoint>> {
  return waitForEndpoint(dir, gatekeeperEndpoint, signal);
}

async function waitForEndpoint<T>(dir: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const path = `${dir}/endpoint.json`;
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(POLL_MS, undefined, { signal })) {
    if (!(await exists(path))) continue;
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (parsed.success) return parsed.data;
  }
  throw new MedrecError({
    code: 'CHILD_NOT_READY',
    message: 'A process of the devnet did not get ready.',
    facts: { path, timeoutMs: START_TIMEOUT_MS },
    remedy: 'Read the log lines above; the machine may be too busy.',
  });
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
