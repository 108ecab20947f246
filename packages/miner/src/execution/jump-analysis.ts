import { createEVM, type ExecResult } from '@ethereumjs/evm';

type Interpreter = NonNullable<ExecResult['runState']>['interpreter'];
type Analysis = ReturnType<Interpreter['_getValidJumpDestinations']>;

interface Kept {
  /** Opcodes differ between hard forks, and an analysis holds them. */
  readonly hardfork: string;
  readonly analysis: Analysis;
}

/** By the very bytes that the state hands out, so that an analysis goes when the code leaves the state's cache. */
const kept = new WeakMap<Uint8Array, Kept>();
let installed: Promise<void> | undefined;

/**
 * Has the interpreter analyse a contract's code once, not in every call of it: with contracts of some ten kilobytes that is
 * a third of a block's execution. The library offers no way to hand an analysis in, so its method is wrapped, once a process.
 */
export function keepJumpAnalyses(): Promise<void> {
  installed ??= install();
  return installed;
}

async function install(): Promise<void> {
  const evm = await createEVM();
  // Only a result leads to the interpreter's class.
  const { runState } = await evm.runCode({ code: Uint8Array.of(0) });
  if (!runState) return;
  const prototype: Interpreter = Object.getPrototypeOf(runState.interpreter);
  const analyse = prototype._getValidJumpDestinations;
  prototype._getValidJumpDestinations = function (code) {
    const hardfork = this._evm.common.hardfork();
    const known = kept.get(code);
    if (known?.hardfork === hardfork) return known.analysis;
    const analysis = analyse.call(this, code);
    kept.set(code, { hardfork, analysis });
    return analysis;
  };
}
