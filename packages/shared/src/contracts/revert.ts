import { type ErrorDescription, isError } from 'ethers';
import type { Hex } from '../bytes/index.ts';
import { interfaceOf, plainObject } from './abi-values.ts';
import { rewardRuleAbi } from './generated/BountyToSealer.ts';
import { censusAbi } from './generated/Census.ts';
import { permissionsAbi } from './generated/Permissions.ts';
import { registrarAbi } from './generated/Registrar.ts';
import { relationshipsAbi } from './generated/Relationships.ts';
import { summaryAbi } from './generated/Summary.ts';

/** A contract's custom error, for example `NotProvider`; `Error` and `Panic` are Solidity's own. */
export interface DecodedRevert {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const SELECTOR_LENGTH = '0x'.length + 8;
const ABIS = [registrarAbi, relationshipsAbi, permissionsAbi, summaryAbi, censusAbi, rewardRuleAbi];

/** A revert may come from a contract further down, so every contract's errors are tried. Undefined for anything else. */
export function decodeRevert(data: Hex): DecodedRevert | undefined {
  if (data.length < SELECTOR_LENGTH) return undefined; // a bare revert, out of gas
  for (const abi of ABIS) {
    const parsed = parseOrNull(abi, data);
    if (parsed !== null) return { name: parsed.name, args: plainObject(parsed.fragment.inputs, parsed.args) };
  }
  return undefined;
}

/** Data with a known selector and a cut-off body comes from no contract of ours: it has no reason that could be told. */
function parseOrNull(abi: (typeof ABIS)[number], data: Hex): ErrorDescription | null {
  try {
    return interfaceOf(abi).parseError(data);
  } catch (cause) {
    if (isError(cause, 'BUFFER_OVERRUN') || isError(cause, 'BAD_DATA')) return null;
    throw cause;
  }
}
