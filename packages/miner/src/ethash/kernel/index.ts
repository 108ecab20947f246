export { NODE_BYTES, PAGE_BYTES } from './layout.ts';
export { createKernelMemory, fitsKernel, type KernelMemory, type KernelSizes, type MemoryPlan } from './memory.ts';
export { kernelModule } from './module.ts';
export {
  type EthashKernel,
  type Hashimoto,
  type KernelSearch,
  type KernelSearchResult,
  type LightInput,
  openKernel,
} from './open-kernel.ts';
