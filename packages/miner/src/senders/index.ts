export { createSenders, type Senders, type SendersOptions } from './create-senders.ts';
export { createRecoveryThread, type RecoveryThread } from './recovery-thread.ts';
