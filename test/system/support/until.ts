import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the answer is there; the last failure is shown when time runs out. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 60_000, intervalMs = 250): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(intervalMs)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`${what}: not within ${timeoutMs} ms${last === undefined ? '' : `; last failure: ${String(last)}`}`);
}
