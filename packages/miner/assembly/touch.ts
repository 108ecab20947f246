/**
 * Reads both cache lines of every page whose address a table names, a multiple of 8 of them, and uses neither; a read that nothing waits for
 * is the only prefetch there is.
 */
export function touch(table: usize, pages: usize): void {
  const end = table + (pages << 2);
  for (let at = table; at < end; at += 32) {
    const page0 = <usize>load<u32>(at, 0);
    load<u8>(page0);
    load<u8>(page0, 64);
    const page1 = <usize>load<u32>(at, 4);
    load<u8>(page1);
    load<u8>(page1, 64);
    const page2 = <usize>load<u32>(at, 8);
    load<u8>(page2);
    load<u8>(page2, 64);
    const page3 = <usize>load<u32>(at, 12);
    load<u8>(page3);
    load<u8>(page3, 64);
    const page4 = <usize>load<u32>(at, 16);
    load<u8>(page4);
    load<u8>(page4, 64);
    const page5 = <usize>load<u32>(at, 20);
    load<u8>(page5);
    load<u8>(page5, 64);
    const page6 = <usize>load<u32>(at, 24);
    load<u8>(page6);
    load<u8>(page6, 64);
    const page7 = <usize>load<u32>(at, 28);
    load<u8>(page7);
    load<u8>(page7, 64);
  }
}
