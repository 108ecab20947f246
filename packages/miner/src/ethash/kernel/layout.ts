// Where things lie in the shared memory, in bytes. assembly/layout.ts states the same numbers for the kernel.

/** One cache row or dataset item. */
export const NODE_BYTES = 64;
/** What one step of the search reads: two items. */
export const PAGE_BYTES = 128;
export const HASH_BYTES = 32;

/** The kernel's constants lie below, the threads' scratch areas above. */
export const STOP_FLAG_AT = 0x8000;
export const SCRATCH_AT = 0x10000;
export const SCRATCH_BYTES = 0x10000;

// Within a thread's scratch area.
export const HEADER_AT = 0;
export const TARGET_AT = 0x20;
export const FOUND_NONCE_AT = 0x40;
export const FOUND_MIX_AT = 0x48;
export const FOUND_RESULT_AT = 0x68;
export const LIGHT_INPUTS_AT = 0x400;
export const LIGHT_OUTPUTS_AT = 0xe00;
export const DIGEST_AT = 0x400;
export const INPUT_AT = 0x2000;
/** A block of padding may follow the input. */
export const INPUT_LIMIT_BYTES = 0xd000;

/** Light hashes that the kernel interleaves. */
export const LIGHT_LANES = 64;
export const LIGHT_INPUT_BYTES = 40;
export const LIGHT_OUTPUT_BYTES = 64;
