import { Counter, Gauge, type Registry } from 'prom-client';

/** Outside miners, as Prometheus sees them. */
export interface RemoteReads {
  readonly workers: number;
  readonly connections: number;
  /** Hashes per second, as reported within the last ten seconds. */
  readonly hashRate: number;
}

/** No label is a worker's name: names are foreign text, and there is no end to them. */
export interface RemoteMetrics {
  readonly remoteShares: Counter<'verdict' | 'reason'>;
  readonly remoteRefused: Counter<'reason'>;
}

export function registerRemoteMetrics(register: Registry, read: () => RemoteReads | undefined): RemoteMetrics {
  const registers = [register];
  const gauge = (name: string, help: string, value: (reads: RemoteReads) => number): void => {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        const reads = read();
        if (reads !== undefined) this.set(value(reads));
      },
    });
  };
  gauge('medrec_remote_workers', 'Outside miners connected or heard of within ten minutes.', ({ workers }) => workers);
  gauge('medrec_remote_connections', 'Open connections of outside miners.', ({ connections }) => connections);
  gauge('medrec_remote_hash_rate', 'Hashes per second that outside miners report.', ({ hashRate }) => hashRate);
  return {
    remoteShares: new Counter({
      name: 'medrec_remote_shares_total',
      help: 'Solutions of outside miners, by verdict (block, share, stale, rejected) and, of rejected ones, by reason.',
      labelNames: ['verdict', 'reason'],
      registers,
    }),
    remoteRefused: new Counter({
      name: 'medrec_remote_connections_refused_total',
      help: 'Connections of outside miners that were not taken, or were ended from this side, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  };
}
