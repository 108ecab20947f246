import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answers, Ask } from './messages.ts';

/** The node in a process of its own. */
export interface NodeProcess {
  ask<K extends Ask['kind']>(ask: Extract<Ask, { kind: K }>): Promise<Answers[K]>;
  /** Asks and does not wait; the answer is lost. */
  tell(ask: Ask): void;
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
  /** As on SIGTERM: everything is closed first. */
  stop(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly failure?: string;
}

export async function startNodeProcess(dir: string, spec: string): Promise<NodeProcess> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'node-child.ts'), [dir, spec], { serialization: 'advanced', execArgv: [] });
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;
  const ready = Promise.withResolvers<unknown>();
  waiting.set(0, ready);
  child.on('message', ({ id, result, failure }: Reply) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) waiter?.resolve(result);
    else waiter?.reject(new Error(failure));
  });
  const ended = once(child, 'exit');
  void ended.then(() => {
    process.off('exit', endWithUs);
    for (const { reject } of waiting.values()) reject(new Error('the node’s process has ended'));
    waiting.clear();
  });
  await ready.promise;

  const send = (ask: Ask, waiter: { resolve(value: unknown): void; reject(error: Error): void }): void => {
    count += 1;
    waiting.set(count, waiter);
    child.send({ id: count, ask });
  };
  const ask: NodeProcess['ask'] = (question) =>
    new Promise<never>((resolve, reject) => send(question, { resolve: resolve as (value: unknown) => void, reject }));
  return {
    ask,
    tell: (question) => send(question, { resolve: () => undefined, reject: () => undefined }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      await ask({ kind: 'close' });
      child.kill('SIGKILL');
      await ended;
    },
  };
}
