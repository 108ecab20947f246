/** One thread's instance: where its own scratch area and the shared parts lie, and how large they are. */

export let scratch: usize = 0;
export let cache: usize = 0;
/** Rows of 64 bytes. */
export let rows: u32 = 0;
export let dataset: usize = 0;
/** Pages of 128 bytes. */
export let pages: u32 = 0;
export let rowsInverse: u32 = 0;
export let pagesInverse: u32 = 0;

export function configure(scratchAt: usize, cacheAt: usize, cacheRows: u32, itemsAt: usize, datasetPages: u32): void {
  scratch = scratchAt;
  cache = cacheAt;
  rows = cacheRows;
  dataset = itemsAt;
  pages = datasetPages;
  rowsInverse = 0xffffffff / cacheRows;
  pagesInverse = 0xffffffff / datasetPages;
}
