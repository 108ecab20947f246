/** A JSON value without members that are undefined, and without objects and arrays that have none other. */
export function defined(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(defined).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const made: Record<string, unknown> = {};
  let any = false;
  for (const [key, item] of Object.entries(value)) {
    const kept = defined(item);
    if (kept === undefined) continue;
    made[key] = kept;
    any = true;
  }
  return any ? made : undefined;
}
