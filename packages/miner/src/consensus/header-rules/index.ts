export { checkHeader } from './header.ts';
export { checkOmmers, OMMER_DEPTH, OMMERS_LIMIT } from './ommers.ts';
export { checkSeal } from './seal.ts';
export { checkFuture, FUTURE_LIMIT_SECONDS } from './timestamp.ts';
