export { type Logger, type LogOptions, createLogger, silentLogger } from './logger.ts';
