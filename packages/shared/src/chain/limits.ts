/** extraData of a sealed header: free bytes of the lab's own, then its signature (record rule `SEALER_UNSIGNED`). */
export const SEALER_FREE_BYTES = 32;
/** r ‖ s ‖ v: 32 + 32 + 1 bytes, low s, v = 27 or 28. */
export const SEAL_SIGNATURE_BYTES = 65;
export const SEALER_EXTRA_BYTES: number = SEALER_FREE_BYTES + SEAL_SIGNATURE_BYTES;

/** RLP of a whole block (record rule `BLOCK_SIZE`): what the planned load of record updates takes (docs/protocol.md, Capacity). */
export const MAX_BLOCK_BYTES: number = 1024 * 1024;
