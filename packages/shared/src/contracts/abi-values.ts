import type { Abi } from 'abitype';
import { Interface, type InterfaceAbi, type ParamType, type Result } from 'ethers';

// One parsed interface per ABI constant: parsing costs milliseconds, a call microseconds.
const interfaces = new WeakMap<Abi, Interface>();

export function interfaceOf(abi: Abi): Interface {
  const known = interfaces.get(abi);
  if (known !== undefined) return known;
  const parsed = new Interface(abi as InterfaceAbi);
  interfaces.set(abi, parsed);
  return parsed;
}

/** ethers gives bigints for every integer and arrays for structs; abitype's types promise numbers to 48 bits and objects. */
export function plainValue(type: ParamType, value: unknown): unknown {
  if (type.arrayChildren !== null) {
    const child = type.arrayChildren;
    return (value as Result).toArray().map((entry) => plainValue(child, entry));
  }
  if (type.components !== null) {
    return plainObject(type.components, value as Result);
  }
  const integer = /^u?int(\d+)$/.exec(type.type);
  if (integer !== null) return Number(integer[1]) <= 48 ? Number(value) : value;
  return type.type === 'address' ? (value as string).toLowerCase() : value;
}

export function plainObject(types: readonly ParamType[], values: Result): Record<string, unknown> {
  return Object.fromEntries(types.map((type, position) => [type.name || String(position), plainValue(type, values[position])]));
}
