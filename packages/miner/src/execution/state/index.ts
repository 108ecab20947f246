export { createJournaledState, type JournaledState } from './journaled-state.ts';
export { readSlot } from './slot.ts';
