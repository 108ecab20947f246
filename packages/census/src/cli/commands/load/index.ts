export { loadCommand } from './load.ts';
