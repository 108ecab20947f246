export { type CheckpointOptions, createCheckpoints } from './create-checkpoints.ts';
export { type SeatReads, seatsAfter } from './seats.ts';
export type { CheckpointConflict, CheckpointStatus, Checkpoints } from './types.ts';
