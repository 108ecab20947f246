import type { Logger } from '@medrec/shared/log';

/** A room's log without its everyday lines, which the node tells in its own words, one for each event. Debug shows both. */
export function quietLog(log: Logger): Logger {
  const level = log.isLevelEnabled('debug') || !log.isLevelEnabled('warn') ? log.level : 'warn';
  return log.child({}, { level });
}
