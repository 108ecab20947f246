import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Program, type Running, readEndpoint, startProgram } from './processes.ts';

/** One serving `medrec-census` with its folder; each start listens on another port. */
export interface TestHospital {
  readonly dir: string;
  /** Of the present process. */
  readonly url: string;
  readonly running: Running;
  /** Stops it with that signal and starts it again. */
  restart(signal: NodeJS.Signals, whileDown?: () => Promise<void>): Promise<void>;
}

export interface HospitalStart {
  readonly name: string;
  readonly dir: string;
  /** JSON-RPC of its node. */
  readonly rpc: string;
  /** Further arguments of `serve`. */
  readonly serve: readonly string[];
  /** What serves in the place of `medrec-census`, and what its environment holds besides. */
  readonly script?: { readonly path: string; readonly env: NodeJS.ProcessEnv } | undefined;
  /** Told of each process, so that it can be ended whatever comes. */
  readonly onStarted: (running: Running) => void;
}

export async function startTestHospital({ name, dir, rpc, serve, script, onStarted }: HospitalStart): Promise<TestHospital> {
  const args = ['serve', '--dir', dir, '--rpc', rpc, '--log-format', 'json', ...serve];
  const program: Program | string = script?.path ?? 'medrec-census';
  const start = async (): Promise<{ running: Running; url: string }> => {
    await rm(join(dir, 'endpoint.json'), { force: true }); // one that a killed process left
    const running = startProgram(name, program, args, script?.env);
    onStarted(running);
    return { running, url: (await readEndpoint<{ url: string }>(dir, running)).url };
  };
  let present = await start();
  return {
    dir,
    get url() {
      return present.url;
    },
    get running() {
      return present.running;
    },
    async restart(signal, whileDown) {
      await present.running.stop(signal);
      await whileDown?.();
      present = await start();
    },
  };
}
