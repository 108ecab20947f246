export { type BestResponse, bestResponseThreshold, solveBestResponse } from './solve.ts';
