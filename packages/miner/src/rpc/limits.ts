// What one client may ask of this node.

export const MAX_BODY_BYTES: number = 5 * 1024 * 1024;
export const MAX_BATCH = 1000;
/** Of a batch's answer; calls after it are refused. */
export const MAX_ANSWER_BYTES: number = 32 * 1024 * 1024;
export const MAX_LOG_RANGE_BLOCKS = 10_000n;
export const MAX_LOG_RESULTS = 10_000;
export const CALL_TIMEOUT_MS = 5000;
/** A call may burn more than a block holds, but not without end. */
export const MAX_CALL_GAS = 500_000_000n;

export const MAX_FILTERS = 1000;
export const MAX_FILTER_ITEMS = 10_000;
export const FILTER_LIFETIME_MS = 300_000;

export const MAX_SOCKETS = 1000;
export const MAX_SUBSCRIPTIONS_PER_SOCKET = 100;
/** A subscriber that reads slower than this much data arrives is disconnected. */
export const MAX_SOCKET_BUFFER_BYTES: number = 16 * 1024 * 1024;
