/** How many blocks' worth of the provider's quota may be on its way at once: the one being sealed, and the next. */
const BLOCKS_AHEAD = 2n;
const MAX_TRANSACTIONS_IN_FLIGHT = 16;

/**
 * Bounds what is on its way: a transaction beyond the provider's quota only waits in the pool, where a new head may
 * make its plan stale.
 */
export interface GasWindow {
  /** True while it is worth estimating another batch: less than one block's quota is on its way. */
  hasRoom(quotaGas: bigint): boolean;
  /** False when the gas does not fit now; otherwise it is taken until given back. */
  take(gas: bigint, quotaGas: bigint): boolean;
  giveBack(gas: bigint): void;
}

export function createGasWindow(): GasWindow {
  let used = 0n;
  let count = 0;
  return {
    hasRoom: (quotaGas) => count < MAX_TRANSACTIONS_IN_FLIGHT && used < quotaGas,
    take(gas, quotaGas) {
      if (count >= MAX_TRANSACTIONS_IN_FLIGHT) return false;
      if (count > 0 && used + gas > quotaGas * BLOCKS_AHEAD) return false;
      used += gas;
      count += 1;
      return true;
    },
    giveBack(gas) {
      used -= gas;
      count -= 1;
    },
  };
}
