import { createProgress } from '@medrec/shared/cli';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { loadSource } from '../load/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { logLoaded } from './log-loaded.ts';
import { isVaultEmpty } from './patients/invite-patient.ts';
import type { HospitalStatus } from './status.ts';

/** Loads beside serving: the process that serves is the vault's one writer. */
export interface BackgroundLoad {
  /** @throws MedrecError `LOAD_RUNNING`. */
  start(source: string, paths: readonly string[]): Promise<void>;
  /** Resolves when no load runs, however it ended. */
  finished(): Promise<void>;
  state(): HospitalStatus['load'];
  /** Stops after the batch in hand; what was loaded stays. */
  stop(): Promise<void>;
}

export function createBackgroundLoad(stores: { vault: Vault; warehouse: Warehouse }, log: Logger): BackgroundLoad {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let state: HospitalStatus['load'] = { state: 'idle', resources: 0 };

  const run = async (source: string, paths: readonly string[]): Promise<void> => {
    const bar = createProgress('Loading', 'resources');
    const progress = {
      update(done: number, total?: number, note?: string): void {
        state = { state: 'running', resources: done };
        bar.update(done, total, note);
      },
      finish: bar.finish,
    };
    try {
      const report = await loadSource({ source, paths, ...stores, progress, signal: stopping.signal });
      const isEmpty = await isVaultEmpty(stores.vault);
      state = { state: 'idle', resources: report.resources.read, ...(isEmpty ? { code: 'LOAD_NO_PATIENT' } : {}) };
      logLoaded(report, { paths, isEmpty }, log);
    } catch (thrown) {
      const { code, message } = asMedrecError(thrown);
      state = { state: 'failed', resources: state.resources, code };
      if (!stopping.signal.aborted) log.error({ code, source }, message);
    } finally {
      running = undefined;
    }
  };

  return {
    async start(source, paths) {
      if (running !== undefined) {
        throw new MedrecError({
          code: 'LOAD_RUNNING',
          message: 'A load is running already.',
          remedy: 'Wait until `medrec-census status` says idle.',
        });
      }
      state = { state: 'running', resources: 0 };
      running = run(source, paths);
    },
    finished: async () => running,
    state: () => state,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
