import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiles contracts/ to src/contracts/generated/, whose files are committed: ABI, runtime bytecode, storage slots. */

const CONTRACTS = ['Registrar', 'Relationships', 'Permissions', 'Summary', 'Census', 'BountyToSealer'] as const;

export type ContractName = (typeof CONTRACTS)[number];
export type Sources = Record<string, { content: string }>;

const sourceFolder = fileURLToPath(new URL('../contracts/', import.meta.url));
const outputFolder = fileURLToPath(new URL('../src/contracts/generated/', import.meta.url));

/** Compiles only when a source, this script or the compiler's version has changed, or by `force`. @returns whether it compiled. */
export async function buildContracts(force = false): Promise<boolean> {
  const sources = await readSources();
  const stamp = await stampOf(sources);
  if (!force && (await isCurrent(stamp))) return false;
  // Some 9 MB of compiler behind this import: loaded only when there is something to compile.
  const { compileContracts } = await import('./compile-contracts.ts');
  const contracts = compileContracts(sources, CONTRACTS);
  await mkdir(outputFolder, { recursive: true });
  for (const [name, text] of contracts) await writeFile(outputPath(name), `${header(stamp)}\n\n${text}`);
  return true;
}

async function readSources(): Promise<Sources> {
  const names = (await readdir(sourceFolder, { recursive: true })).filter((name) => name.endsWith('.sol')).sort();
  const entries = names.map(async (name) => [name, { content: await readFile(join(sourceFolder, name), 'utf8') }] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function stampOf(sources: Sources): Promise<string> {
  const scripts = ['build-contracts.ts', 'compile-contracts.ts'].map((name) => readFile(new URL(name, import.meta.url), 'utf8'));
  const compilerPackage = readFile(createRequire(import.meta.url).resolve('solc/package.json'), 'utf8');
  const made = JSON.stringify([sources, ...(await Promise.all([...scripts, compilerPackage]))]);
  return createHash('sha256').update(made).digest('hex');
}

async function isCurrent(stamp: string): Promise<boolean> {
  const files = await Promise.all(CONTRACTS.map((name) => readFile(outputPath(name), 'utf8').catch(() => '')));
  return files.every((text) => text.startsWith(header(stamp)));
}

function header(stamp: string): string {
  return `// Made by scripts/build-contracts.ts from sources ${stamp}; do not edit.`;
}

function outputPath(name: ContractName): string {
  return join(outputFolder, `${name}.ts`);
}

if (import.meta.main) await buildContracts(process.argv.includes('--force'));
