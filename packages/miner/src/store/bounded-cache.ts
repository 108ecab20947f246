export interface BoundedCache<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V, weight: number): void;
  delete(key: K): void;
}

/** Keeps the most recently used values up to a total weight, in whatever unit the caller counts (bytes, blocks). */
export function createBoundedCache<K, V>(maxWeight: number): BoundedCache<K, V> {
  const entries = new Map<K, { readonly value: V; readonly weight: number }>();
  let total = 0;
  const remove = (key: K): void => {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, weight) {
      remove(key);
      if (weight > maxWeight) return;
      entries.set(key, { value, weight });
      total += weight;
      for (const oldest of entries.keys()) {
        if (total <= maxWeight) return;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
