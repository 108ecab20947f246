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
/** A header is some 600 bytes; its seal costs milliseconds, so a batch is some seconds of one thread at most. */
export const MAX_HEADERS_PER_REQUEST = 512;
export const MAX_HEADERS_RESPONSE_BYTES: number = MIB;
export const MAX_BODIES_PER_REQUEST = 128;
export const MAX_BODIES_REQUEST_BYTES: number = 32 * MAX_BODIES_PER_REQUEST;
export const MAX_BODIES_RESPONSE_BYTES: number = 2 * MIB;
/** One block's receipts may be larger than the block; beyond half of this an answer takes no further block's. */
export const MAX_RECEIPTS_RESPONSE_BYTES: number = 8 * MIB;

/** Blocks between two snapshots of the state: at 13 s a block, some 15 hours. All nodes of a network take the same. */
export const SNAPSHOT_INTERVAL = 4096;
/** Blocks that stand on one before its state is handed out. */
export const SNAPSHOT_DEPTH = 128;
export const KEPT_SNAPSHOTS = 2;
/** A chunk is a mebibyte and at most one item, a contract's code, more. */
export const MAX_CHUNK_BYTES: number = MIB + 64 * KIB;
export const MAX_SNAPSHOT_CHUNKS = 32_768;
export const MAX_MANIFESTS_BYTES: number = KEPT_SNAPSHOTS * (33 * MAX_SNAPSHOT_CHUNKS + 256);
/** What a node that starts from a snapshot waits for its first peer, and then for others to compare it with. */
export const FIRST_PEERS_MS = 20_000;
export const MORE_PEERS_MS = 1500;
/** Checked headers that wait for their blocks' import. Not above what the chain remembers of checked seals. */
export const MAX_HEADERS_AHEAD = 2048;
/** Fetched blocks that wait for one before them. */
export const MAX_WAITING_BODY_BYTES: number = 32 * MIB;
/** Headers of a branch that is gone through before any of its blocks is fetched, to see that it is heavier. */
export const MAX_BRANCH_HEADERS = 16_384;
/** What a node says it has, when it asks a peer for the rest of its pool. */
export const MAX_POOL_HASHES = 20_000;
export const MAX_POOL_REQUEST_BYTES: number = 8 * MAX_POOL_HASHES;
export const MAX_POOL_RESPONSE_BYTES: number = 2 * MIB;

export const MAX_CHECKPOINTS_PER_ANSWER = 256;
export const MAX_CHECKPOINTS_REQUEST_BYTES = 64;
export const MAX_CHECKPOINTS_RESPONSE_BYTES: number = MIB;
/** Blocks below a certified one that are fetched when this node is on another branch. */
export const MAX_CERTIFIED_BRANCH_BLOCKS = 10_000;

/** A peer whose whole answer has not come by then is left for another: within five seconds, with time to notice. */
export const REQUEST_TIMEOUT_MS = 4500;
/** Answers of up to some MiB that are under way at once, to all peers and to one; smaller ones are not counted. */
export const MAX_ANSWERS = 64;
export const MAX_ANSWERS_PER_PEER = 6;
export const MAX_WAITING_ANSWERS = 64;
export const SMALL_ANSWER_BYTES: number = 64 * KIB;
export const STATUS_INTERVAL_MS = 10_000;
export const DIAL_INTERVAL_MS = 1000;
/** A network that was cut, however long, shall have one head within 15 s of its healing: somebody must dial early in them. */
export const MAX_DIAL_BACKOFF_MS = 8000;

/** Never reached: above it libp2p would close connections by its own choice, this node's own among them. */
export const MAX_CONNECTIONS = 512;
/** Inbound connections never take the slots this node dials with. */
export const MAX_INBOUND_CONNECTIONS = 80;
/** Of one subnet, see `addressGroup`: half of the slots stay free for everybody else. */
export const MAX_INBOUND_PER_GROUP = 40;
/** Connections that have not yet shown who they are; a silent one is closed after the upgrade's time. */
export const MAX_PENDING_CONNECTIONS = 256;
export const UPGRADE_TIMEOUT_MS = 3000;
export const TARGET_OUTBOUND_CONNECTIONS = 8;
/** Peers of one subnet that this node dials without having been told to. */
export const MAX_OUTBOUND_PER_GROUP = 2;
/** Former peers that a node which starts dials first. */
export const MAX_ANCHORS = 8;
export const MAX_ANCHOR_FAILURES = 5;
export const ANCHOR_INTERVAL_MS = 60_000;

export const BAN_MS = 3_600_000;
export const MAX_BANS = 4096;

export const BLOCK_QUEUE_LENGTH = 64;
export const BLOCK_QUEUE_PER_PEER = 16;
export const TRANSACTION_QUEUE_LENGTH = 4096;
export const TRANSACTION_QUEUE_PER_PEER = 1024;
export const CHECKPOINT_QUEUE_LENGTH = 1024;
export const CHECKPOINT_QUEUE_PER_PEER = 256;
