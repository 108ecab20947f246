import { readFile } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';
import asc from 'assemblyscript/asc';

/** All that a 32-bit address reaches, in WebAssembly pages; the memory itself comes from outside. */
const MAXIMUM_PAGES = '65536';
/** The constants' page and one scratch area: the least any plan has. */
const INITIAL_PAGES = '2';

const FLAGS = [
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub'],
  ...['--importMemory', '--sharedMemory', '--noExportMemory'],
  ...['--initialMemory', INITIAL_PAGES, '--maximumMemory', MAXIMUM_PAGES],
  ...['--enable', 'simd,threads'],
  // Vectors as parameters: they pass between this module's own files and never leave it.
  ...['--disableWarning', '112'],
];

/** @returns the module's bytes. @throws MedrecError `KERNEL_DOES_NOT_COMPILE`, for warnings too. */
export async function compileKernel(entry: string): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, '--outFile', 'ethash.wasm', ...FLAGS], {
    readFile: (name) => readFile(name, 'utf8').catch(() => null),
    writeFile(_, contents) {
      if (typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => null,
  });
  const messages = stderr.toString();
  if (error !== null || wasm === undefined || messages !== '') {
    throw new MedrecError({ code: 'KERNEL_DOES_NOT_COMPILE', message: messages, cause: error, remedy: 'Warnings count as errors here.' });
  }
  return wasm;
}
