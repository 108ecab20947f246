/**
 * A JSON value without members that are undefined, and without objects and arrays that have none other. Its keys come in
 * canonical order, which spares sorting the resource later.
 */
export function defined(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(defined).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const made: Record<string, unknown> = {};
  let any = false;
  const source = value as Record<string, unknown>;
  for (const key of Object.keys(source).sort()) {
    const kept = defined(source[key]);
    if (kept === undefined) continue;
    made[key] = kept;
    any = true;
  }
  return any ? made : undefined;
}
