/** True when opening a level database failed because another process has it open; level wraps the reason as its cause. */
export function isLevelLocked(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.cause instanceof Error && 'code' in thrown.cause && thrown.cause.code === 'LEVEL_LOCKED';
}
