export { type Endpoints, endpointsPath, findEndpoints } from './endpoints.ts';
export { createOutput, type Output } from './output.ts';
export { readPassphrase } from './passphrase.ts';
export { resolveUserPath } from './paths.ts';
export { requireSupportedPlatform } from './platform.ts';
export { createProgress, type Progress } from './progress.ts';
export { describeError, runCommand } from './run-command.ts';
export { runProgram } from './run-program.ts';
