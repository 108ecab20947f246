import { readFileSync } from 'node:fs';
import { MedrecError } from '@medrec/shared/errors';

// From src/ethash/kernel and from dist/ethash/kernel alike.
const WASM_URL = new URL('../../../build/ethash.wasm', import.meta.url);

let compiled: WebAssembly.Module | undefined;

/** The kernel, compiled once in a process; it may be posted to workers. @throws MedrecError `ETHASH_KERNEL_MISSING`. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readWasm());
  return compiled;
}

function readWasm(): Buffer<ArrayBuffer> {
  try {
    return readFileSync(WASM_URL);
  } catch (cause) {
    throw new MedrecError({
      code: 'ETHASH_KERNEL_MISSING',
      message: 'The compiled Ethash kernel cannot be read.',
      facts: { path: WASM_URL.pathname },
      cause,
      remedy: 'Run `node scripts/artifacts.ts` in a clone, or install the package again.',
    });
  }
}
