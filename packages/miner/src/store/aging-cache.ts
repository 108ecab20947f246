export interface AgingCache<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V, weight: number): void;
  clear(): void;
}

/**
 * Keeps about the most recently used values up to a total weight, in two generations: what the older one holds and is
 * asked for moves to the younger; when that is half full, the older is forgotten. Reading what is young changes nothing,
 * which makes it ten times as fast as exact recency, and trie walks read the same few nodes all the time.
 */
export function createAgingCache<K, V extends object>(maxWeight: number): AgingCache<K, V> {
  type Entry = { readonly value: V; readonly weight: number };
  let young = new Map<K, Entry>();
  let old = new Map<K, Entry>();
  let weightOfYoung = 0;

  const add = (key: K, entry: Entry): void => {
    weightOfYoung -= young.get(key)?.weight ?? 0;
    if (weightOfYoung + entry.weight > maxWeight / 2) {
      old = young;
      old.delete(key);
      young = new Map();
      weightOfYoung = 0;
    }
    weightOfYoung += entry.weight;
    young.set(key, entry);
  };

  return {
    get(key) {
      const entry = young.get(key);
      if (entry !== undefined) return entry.value;
      const aged = old.get(key);
      if (aged === undefined) return undefined;
      add(key, aged);
      return aged.value;
    },
    set(key, value, weight) {
      old.delete(key);
      if (weight <= maxWeight / 2) return add(key, { value, weight });
      weightOfYoung -= young.get(key)?.weight ?? 0;
      young.delete(key);
    },
    clear() {
      young = new Map();
      old = new Map();
      weightOfYoung = 0;
    },
  };
}
