const UNITS = [
  { name: 'GH/s', hashes: 1e9 },
  { name: 'MH/s', hashes: 1e6 },
  { name: 'kH/s', hashes: 1e3 },
] as const;

/** Hashes per second for people: `712.3 kH/s`. */
export function formatRate(hashesPerSecond: number): string {
  return formatRates([hashesPerSecond]);
}

/** Several in the unit that fits the largest: `712.3 711.9 kH/s`. */
export function formatRates(hashesPerSecond: readonly number[]): string {
  const largest = Math.max(...hashesPerSecond);
  const unit = UNITS.find(({ hashes }) => largest >= hashes) ?? { name: 'H/s', hashes: 1 };
  const digits = unit.hashes === 1 ? 0 : 1;
  return `${hashesPerSecond.map((rate) => (rate / unit.hashes).toFixed(digits)).join(' ')} ${unit.name}`;
}

/** A time for people, in its two largest units at most: `6 min 5 s`, `3 d 2 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
