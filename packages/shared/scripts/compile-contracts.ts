import { createRequire } from 'node:module';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { ContractName, Sources } from './build-contracts.ts';

/** Storage variables that the node reads without the EVM. */
const EXPOSED_SLOTS: Partial<Record<ContractName, readonly string[]>> = { Registrar: ['_ids', '_rows', '_governors'] };

// Berlin's EVM: `paris` is solc's oldest target without later opcodes that has no deprecation warning. No metadata
// hash, so that the bytecode depends on nothing but the code.
const SETTINGS = {
  evmVersion: 'paris',
  viaIR: true,
  optimizer: { enabled: true, runs: 1000 },
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode.object', 'storageLayout'] } },
};

const require = createRequire(import.meta.url);

const compiled = z.object({
  abi: z.array(z.record(z.string(), z.unknown())),
  evm: z.object({ deployedBytecode: z.object({ object: z.string().regex(/^[0-9a-f]+$/) }) }),
  storageLayout: z.object({ storage: z.array(z.object({ label: z.string(), slot: z.string() })) }),
});
const output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** @returns the text of each contract's generated module. @throws MedrecError `CONTRACTS_DO_NOT_COMPILE`, for warnings too. */
export function compileContracts(sources: Sources, names: readonly ContractName[]): [ContractName, string][] {
  const contracts = compile(sources);
  return names.map((name) => [name, render(name, contracts[`${name}.sol`]?.[name])]);
}

function compile(sources: Sources): z.infer<typeof output>['contracts'] {
  const solc = require('solc') as { compile(input: string): string };
  const result = output.parse(JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS }))));
  const messages = result.errors.map((entry) => entry.formattedMessage);
  if (messages.length > 0) {
    throw new MedrecError({ code: 'CONTRACTS_DO_NOT_COMPILE', message: messages.join('\n'), remedy: 'Warnings count as errors here.' });
  }
  return result.contracts;
}

function render(name: ContractName, value: unknown): string {
  const contract = compiled.parse(value);
  const prefix = name === 'BountyToSealer' ? 'rewardRule' : name.charAt(0).toLowerCase() + name.slice(1);
  const slots = EXPOSED_SLOTS[name]?.map((label) => {
    const slot = contract.storageLayout.storage.find((entry) => entry.label === label)?.slot;
    if (slot === undefined)
      throw new MedrecError({ code: 'STORAGE_SLOT_MISSING', message: 'The contract has no such variable.', facts: { name, label } });
    return `${label.slice(1)}: ${slot}n`;
  });
  return [
    `export const ${prefix}Abi = ${JSON.stringify(contract.abi, null, 2)} as const;`,
    '',
    ...(slots ? [`export const ${prefix}Slots = { ${slots.join(', ')} } as const;`, ''] : []),
    `export const ${prefix}Code = '0x${contract.evm.deployedBytecode.object}';`,
    '',
  ].join('\n');
}
