import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** What a figure means nothing without. */
export interface MachineFacts {
  readonly cpu: string;
  /** Threads that the system offers this process. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  /** Linux's setting for transparent huge pages: `always`, `madvise` or `never`; null where there is none. */
  readonly transparentHugePages: string | null;
  /** Bytes of this process that lie in huge pages. Random reads cost fewer page walks there, so rates are higher. */
  readonly hugePageBytes: number | null;
}

/** Ask while the dataset is in memory, or `hugePageBytes` says nothing about it. */
export function machineFacts(): MachineFacts {
  const huge = /^AnonHugePages:\s+(\d+) kB$/m.exec(readOrEmpty('/proc/self/smaps_rollup'))?.[1];
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    transparentHugePages: /\[(\w+)\]/.exec(readOrEmpty('/sys/kernel/mm/transparent_hugepage/enabled'))?.[1] ?? null,
    hugePageBytes: huge === undefined ? null : Number(huge) * 1024,
  };
}

/** Other systems than Linux have no such files, and containers may hide them: the fact is then unknown, no failure. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
