import { findEndpoints } from '../cli/index.ts';

/** A node of the devnet that was started from the user's folder, the hospital's if it has one; undefined without a devnet. */
export async function devnetRpc(): Promise<string | undefined> {
  const nodes = Object.values((await findEndpoints())?.nodes ?? {});
  return (nodes.find((node) => node.role === 'hospital') ?? nodes[0])?.rpc;
}
