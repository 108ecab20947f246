import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

// What would be lost: the house's shape. A newcomer's first wrong import fails here, with the rule's name.

const ROOT = join(import.meta.dirname, '../..');
const MAX_LINES = 300;

/** Rooms in the order in which data passes; a room imports only rooms before it (ARCHITECTURE.md). */
const ROOMS: Record<string, readonly string[]> = {
  shared: ['errors', 'bytes', 'chain', 'log', 'cli', 'signing', 'checkpoints', 'census', 'contracts', 'records', 'client', 'wallet'],
  census: [
    'record',
    'sources',
    'generator',
    'vault',
    'deid',
    'warehouse',
    'load',
    'catalogue',
    'privacy',
    'release',
    'publisher',
    'gatekeeper',
    'http',
    'cli',
  ],
  miner: [
    'ethash',
    'benchmark',
    'consensus',
    'senders',
    'execution',
    'store',
    'chain',
    'checkpoints',
    'txpool',
    'sealing',
    'rewards',
    'simulator',
    'network',
    'telemetry',
    'remote-sealing',
    'rpc',
    'node',
    'cli',
  ],
};

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '');
const sources = tracked.filter((path) => /^packages\/\w+\/src\/.*\.ts$/.test(path) && !path.includes('/generated/'));

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map((match) => ({ file, target: match[1] ?? '' }));
}

const imports = sources.flatMap(importsOf);

function place(path: string): { pack: string; room: string } | undefined {
  const match = /^packages\/(\w+)\/src\/([\w-]+)\//.exec(path);
  return match ? { pack: match[1] ?? '', room: match[2] ?? '' } : undefined;
}

describe('the house', () => {
  it('keeps hospital and lab apart: census and miner never import each other, shared imports neither', () => {
    const wrong = imports.filter(({ file, target }) => {
      const pack = place(file)?.pack;
      if (target.startsWith('@medrec/shared')) return false;
      return target.startsWith('@medrec/') && target !== `@medrec/${pack}`;
    });
    expect(wrong).toEqual([]);
  });

  it('knows every room, in the order in which data passes', () => {
    const unknown = sources.map(place).filter((at) => at && !ROOMS[at.pack]?.includes(at.room));
    expect(unknown).toEqual([]);
  });

  it('lets a room import only rooms before it, and only through their door', () => {
    const wrong: string[] = [];
    for (const { file, target } of imports) {
      const from = place(file);
      if (!from || !target.startsWith('.')) continue;
      const resolved = normalize(join(dirname(file), target));
      const to = place(resolved);
      if (!to || to.room === from.room) continue;
      const order = ROOMS[from.pack] ?? [];
      if (order.indexOf(to.room) > order.indexOf(from.room)) wrong.push(`${file} reaches forward to ${to.room}`);
      if (!resolved.endsWith(`/${to.room}/index.ts`)) wrong.push(`${file} reaches past the door of ${to.room}`);
    }
    expect(wrong).toEqual([]);
  });

  it('keeps a file to one thought', () => {
    const long = sources.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('throws errors with a code, and no randomness that is not the operating system’s', () => {
    const wrong = sources.filter((file) => /throw new (?:Type|Range)?Error\(|Math\.random\(/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('names no machine’s paths', () => {
    const here = 'test/lint/repo-rules.test.ts';
    const text = tracked
      .filter((path) => /\.(ts|md|json|sol|yaml|sh)$/.test(path) || path.startsWith('.ci/'))
      .filter((path) => path !== here);
    const wrong = text.filter((path) => /(?:^|[\s"'`(=])\/(?:work|root|farm)\//m.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(wrong).toEqual([]);
  });
});
