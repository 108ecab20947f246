// Bounds on what one node keeps in memory for blocks it cannot use yet. Not consensus: each node may choose its own.

/** Blocks waiting for the import queue. */
export const MAX_QUEUED_IMPORTS = 1024;

export const MAX_ORPHANS = 256;
export const MAX_ORPHAN_BYTES = 64 * 1024 * 1024;
export const MAX_ORPHAN_AGE_MS = 10 * 60_000;
/** Blocks above the head within which an orphan is worth keeping; farther ones come with range sync. */
export const MAX_ORPHAN_DISTANCE = 1024n;

export const MAX_FUTURE_BLOCKS = 64;
/** Seconds beyond the timestamp rule's allowance for which a block is held back; later ones are refused. */
export const MAX_HOLD_SECONDS = 45n;

export const MAX_REMEMBERED_BAD = 4096;

/** Default depth beyond which a heavier branch is not followed: the deepest `confirmations` a spec may ask for. */
export const MAX_REORG_BLOCKS = 10_000;
