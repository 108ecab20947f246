import { type Outcome, skipped } from './outcome.ts';

/** Published before EIP-7610, which settled what a creation does at an address with storage, but no code and no nonce. */
const WRITTEN_BEFORE_EIP_7610 = /^(RevertInCreateInInit|InitCollision|dynamicAccountOverwriteEmpty|create2collisionStorage)/i;

interface Account {
  readonly nonce: string;
  readonly code: string;
  readonly storage: Readonly<Record<string, string>>;
}

/** A skip for the few cases that begin with a state which no chain has ever had; go-ethereum leaves them out as well. */
export function impossibleState(name: string, pre: Readonly<Record<string, Account>>): Outcome | undefined {
  const hasOrphanStorage = Object.values(pre).some(
    ({ nonce, code, storage }) => /^0x0*$/.test(nonce) && /^0x$/.test(code) && Object.keys(storage).length > 0,
  );
  if (!hasOrphanStorage || !WRITTEN_BEFORE_EIP_7610.test(name)) return undefined;
  return skipped('begins with storage at an address that has no code: no chain ever had that, and EIP-7610 has since settled its effect');
}
