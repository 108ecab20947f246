// The network's limits, in one place. A message is refused before it is decoded when it is larger.

const KIB = 1024;
const MIB = 1024 * KIB;

/** Largest block that is gossiped; above it peers fetch over the blocks protocol. Below the response cap, so that one always fits. */
export const MAX_GOSSIP_BLOCK_BYTES: number = 2 * MIB - 64 * KIB;
/** A transaction of 200 record items is about 18 KiB; go-ethereum's pool takes 128 KiB. */
export const MAX_TRANSACTION_BYTES: number = 128 * KIB;
/**
 * One gossip frame may answer several IWANTs. A larger frame silently kills that direction until the peers reconnect,
 * so it stands well above what an honest peer publishes.
 */
export const MAX_GOSSIP_FRAME_BYTES: number = 8 * MIB;

export const MAX_STATUS_BYTES: number = KIB;
export const MAX_BLOCKS_REQUEST_BYTES: number = KIB;
export const MAX_BLOCKS_RESPONSE_BYTES: number = 2 * MIB;
export const MAX_BLOCKS_PER_REQUEST = 256;
/** What a node says it has, when it asks a peer for the rest of its pool. */
export const MAX_POOL_HASHES = 20_000;
export const MAX_POOL_REQUEST_BYTES: number = 8 * MAX_POOL_HASHES;
export const MAX_POOL_RESPONSE_BYTES: number = 2 * MIB;

/** A peer that has not answered a request by then is left for another. */
export const REQUEST_TIMEOUT_MS = 5000;
export const STATUS_INTERVAL_MS = 10_000;
export const DIAL_INTERVAL_MS = 1000;
export const MAX_DIAL_BACKOFF_MS = 60_000;

export const MAX_CONNECTIONS = 100;
/** Inbound connections never take the slots this node dials with. */
export const MAX_INBOUND_CONNECTIONS = 80;
export const TARGET_OUTBOUND_CONNECTIONS = 8;

export const BAN_MS = 3_600_000;
export const MAX_BANS = 4096;

export const BLOCK_QUEUE_LENGTH = 64;
export const BLOCK_QUEUE_PER_PEER = 16;
export const TRANSACTION_QUEUE_LENGTH = 4096;
export const TRANSACTION_QUEUE_PER_PEER = 1024;
