/** What the pool and its threads say to one another without messages; may be posted to workers. */
export interface PoolControl {
  readonly shared: SharedArrayBuffer;
  readonly slots: number;
}

export const THREAD_STATES = ['starting', 'preparing', 'searching', 'resting'] as const;
export type ThreadState = (typeof THREAD_STATES)[number];

export interface ControlView {
  /** Number of the newest order; one that is older is not to be begun. Wraps at 2^31. */
  order(): number;
  setOrder(order: number): void;
  intensity(): number;
  setIntensity(percent: number): void;
  addHashes(slot: number, count: number): void;
  hashes(slot: number): number;
  state(slot: number): ThreadState;
  setState(slot: number, state: ThreadState): void;
}

// 32-bit words: order, intensity, then a state a slot; behind them a 64-bit counter a slot.
const ORDER = 0;
const INTENSITY = 1;
const FIELDS = 2;

export function createPoolControl(slots: number): PoolControl {
  return { slots, shared: new SharedArrayBuffer(wordsBytes(slots) + slots * BigInt64Array.BYTES_PER_ELEMENT) };
}

export function viewControl({ shared, slots }: PoolControl): ControlView {
  const words = new Int32Array(shared, 0, FIELDS + slots);
  const counters = new BigInt64Array(shared, wordsBytes(slots), slots);
  return {
    order: () => Atomics.load(words, ORDER),
    setOrder: (order) => void Atomics.store(words, ORDER, order),
    intensity: () => Atomics.load(words, INTENSITY),
    setIntensity: (percent) => void Atomics.store(words, INTENSITY, percent),
    addHashes: (slot, count) => void Atomics.add(counters, slot, BigInt(count)),
    hashes: (slot) => Number(Atomics.load(counters, slot)),
    state: (slot) => THREAD_STATES[Atomics.load(words, FIELDS + slot)] ?? 'starting',
    setState: (slot, state) => void Atomics.store(words, FIELDS + slot, THREAD_STATES.indexOf(state)),
  };
}

function wordsBytes(slots: number): number {
  return Math.ceil(((FIELDS + slots) * Int32Array.BYTES_PER_ELEMENT) / 8) * 8;
}
