export { CHECKPOINT_TYPES, type CheckpointMessage, checkpointAtOrBelow, checkpointDigest, isCertifying } from './checkpoint.ts';
export {
  decodeCheckpoint,
  encodeCheckpoint,
  MAX_CHECKPOINT_BYTES,
  MAX_CHECKPOINT_SIGNATURES,
  type SignedCheckpoint,
  signedCheckpoint,
} from './signed-checkpoint.ts';
