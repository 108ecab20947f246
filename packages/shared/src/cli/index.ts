export { requireSupportedPlatform } from './platform.ts';
export { type Output, createOutput } from './output.ts';
export { resolveUserPath } from './paths.ts';
export { runCommand } from './run-command.ts';
export { type Progress, createProgress } from './progress.ts';
