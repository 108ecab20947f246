import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Compiles assembly/ to build/ethash.wasm, which is not committed: the same sources and compiler give the same bytes. */

const sourceFolder = fileURLToPath(new URL('../assembly/', import.meta.url));
const outputFolder = fileURLToPath(new URL('../build/', import.meta.url));
const OUTPUT = `${outputFolder}ethash.wasm`;
const STAMP = `${outputFolder}ethash.stamp`;

/** Compiles only when a source, this script or the compiler's version has changed, or by `force`. @returns whether it compiled. */
export async function buildKernel(force = false): Promise<boolean> {
  const stamp = await stampOf();
  if (!force && (await isCurrent(stamp))) return false;
  // Some 20 MB of compiler behind this import: loaded only when there is something to compile.
  const { compileKernel } = await import('./compile-kernel.ts');
  const wasm = await compileKernel(`${sourceFolder}index.ts`);
  await mkdir(outputFolder, { recursive: true });
  // Whole or not at all, also when two commands build at once; the stamp last.
  await rm(STAMP, { force: true });
  await replaceFile(OUTPUT, wasm);
  await replaceFile(STAMP, stamp);
  return true;
}

async function stampOf(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(sourceFolder)).sort()) hash.update(`${name}\n`).update(await readFile(`${sourceFolder}${name}`));
  for (const name of ['build-kernel.ts', 'compile-kernel.ts']) hash.update(await readFile(new URL(name, import.meta.url)));
  hash.update(await readFile(createRequire(import.meta.url).resolve('assemblyscript/package.json')));
  return hash.digest('hex');
}

async function isCurrent(stamp: string): Promise<boolean> {
  const [made, wasm] = await Promise.all([STAMP, OUTPUT].map((path) => readFile(path).catch(() => undefined)));
  return made?.toString('utf8') === stamp && wasm !== undefined;
}

async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, content);
  await rename(partial, path);
}

if (import.meta.main) await buildKernel(process.argv.includes('--force'));
