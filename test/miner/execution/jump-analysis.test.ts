import { createEVM } from '@ethereumjs/evm';
import { createCommon } from '@medrec/miner/consensus';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { describe, expect, it } from 'vitest';
import { keepJumpAnalyses } from '../../../packages/miner/src/execution/jump-analysis.ts';
import { ethereumSpec } from '../../conformance/ethereum-spec.ts';
import { forksOfNetwork } from '../../conformance/networks.ts';

// What would be lost: a third of the node's import speed, silently, with the library's next release; or, if an analysis
// were taken for another code or fork, consensus.

/** Counts down from 3 by a backward jump, then returns the word behind the loop; 0x5b in pushed data is no destination. */
const LOOP = '60035b6001900380600257605b60005260206000f3';
const evmAt = (network: string) => createEVM({ common: createCommon(ethereumSpec(forksOfNetwork(network) ?? {})) });

describe('jump analyses', () => {
  it('are kept by the code’s own bytes, and by hard fork', async () => {
    await keepJumpAnalyses();
    const code = hexToBytes(`0x${LOOP}`);
    const [berlin, frontier] = [await evmAt('Berlin'), await evmAt('Frontier')];
    const first = (await berlin.runCode({ code })).runState?.interpreter;
    const analysis = first?._getValidJumpDestinations(code);
    expect(first?._getValidJumpDestinations(code)).toBe(analysis);
    expect((await berlin.runCode({ code })).runState?.interpreter._getValidJumpDestinations(code)).toBe(analysis);
    expect(first?._getValidJumpDestinations(code.slice())).not.toBe(analysis);
    expect((await frontier.runCode({ code })).runState?.interpreter._getValidJumpDestinations(code)).not.toBe(analysis);
  });

  it('change no result', async () => {
    await keepJumpAnalyses();
    const evm = await evmAt('Berlin');
    const code = hexToBytes(`0x${LOOP}`);
    const results = [await evm.runCode({ code }), await evm.runCode({ code }), await evm.runCode({ code: code.slice() })];
    for (const { returnValue, executionGasUsed, exceptionError } of results) {
      expect(exceptionError).toBeUndefined();
      expect(bytesToHex(returnValue)).toBe(`0x${'5b'.padStart(64, '0')}`);
      expect(executionGasUsed).toBe(results[0]?.executionGasUsed);
    }
    // Into the pushed 0x5b: no destination, also when the analysis is kept.
    const wrong = hexToBytes('0x600456605b00');
    for (let run = 0; run < 2; run++) expect((await evm.runCode({ code: wrong })).exceptionError?.error).toContain('invalid JUMP');
  });
});
