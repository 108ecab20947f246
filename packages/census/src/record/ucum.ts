import { ucum } from '@atomic-ehr/ucum';

export const UCUM = 'http://unitsofmeasure.org';

/** FHIR's Quantity, with a code when the unit is one of UCUM's. */
export interface Quantity {
  readonly value: number;
  readonly unit?: string;
  readonly system?: typeof UCUM;
  readonly code?: string;
}

const LONGEST_UNIT = 40;
const CACHED = 2048;

// What laboratories and monitors write, in lower case and without blanks, by what UCUM calls it. Ahead of UCUM's own
// reading: by itself `C` is coulomb, `F` farad and `K/uL` kelvin per microlitre, which no patient's record means.
const SPELLINGS: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmhg mm(hg) mm_hg mmofmercury',
  '[lb_av]': 'lb lbs pound pounds lb_av',
  '[oz_av]': 'oz ounce ounces',
  '[in_i]': 'in inch inches in_us in_i',
  '[ft_i]': 'ft foot feet',
  '[degF]': 'f degf °f ºf deg.f fahrenheit degreesfahrenheit degreef',
  Cel: 'c degc °c ºc deg.c cel celsius degreescelsius degreec',
  '/min': 'bpm beats/min beats/minute breaths/min breaths/minute resp/min {beats}/min insp/min /minute per_minute',
  'kg/m2': 'kg/m^2 kg/m² kg/m**2 kg/sqm',
  '10*3/uL': 'k/ul 10^3/ul 10e3/ul x10e3/ul x10^3/ul 10*3/ul thou/ul thousand/ul thous/mcl k/mm3 10^3/mm3 x10(3)/ul k/mcl 1000/ul',
  '10*6/uL': '10^6/ul 10e6/ul x10e6/ul x10^6/ul 10*6/ul mil/ul million/ul mill/mcl 10^6/mm3 x10(6)/ul',
  '10*9/L': '10^9/l 10e9/l x10e9/l x10^9/l 10*9/l giga/l',
  '10*12/L': '10^12/l 10e12/l x10e12/l x10^12/l 10*12/l tera/l',
  'mg/dL': 'mg/dl mgs/dl mg/100ml mg%',
  'g/dL': 'g/dl gm/dl gms/dl g/100ml g%',
  'g/L': 'g/l gm/l',
  'mg/L': 'mg/l',
  'ug/dL': 'ug/dl mcg/dl µg/dl',
  'ug/mL': 'ug/ml mcg/ml µg/ml',
  'ug/L': 'ug/l mcg/l µg/l',
  'ng/mL': 'ng/ml',
  'ng/dL': 'ng/dl',
  'pg/mL': 'pg/ml',
  ug: 'mcg µg',
  'mmol/L': 'mmol/l mmole/l mmoles/l',
  'umol/L': 'umol/l µmol/l mcmol/l',
  'meq/L': 'meq/l meq/liter',
  'U/L': 'u/l units/l unit/l',
  'U/mL': 'u/ml units/ml',
  '[iU]/L': 'iu/l',
  '[iU]/mL': 'iu/ml',
  'm[iU]/L': 'miu/l mu/l',
  'm[iU]/mL': 'miu/ml mu/ml',
  'u[iU]/mL': 'uiu/ml µiu/ml uu/ml mcu/ml mciu/ml',
  'mL/min': 'ml/min ml/minute',
  'mL/min/{1.73_m2}': 'ml/min/1.73m2 ml/min/1.73m*2 ml/min/1.73sq.m ml/min/1.73m^2 ml/min/1.73',
  mL: 'ml cc',
  L: 'l liter liters litre litres',
  fL: 'fl',
  kg: 'kg kgs kilogram kilograms',
  g: 'g gm gms gram grams',
  cm: 'cm cms centimeter centimeters',
  'mm/h': 'mm/hr mm/h',
  a: 'y yr yrs year years',
  mo: 'month months mon mons',
  wk: 'week weeks',
  d: 'day days',
  h: 'hr hrs hour hours',
  min: 'min mins minute minutes',
  s: 'sec secs second seconds',
  '%': 'percent pct',
};

const byAlias = new Map(Object.entries(SPELLINGS).flatMap(([code, words]) => words.split(' ').map((word) => [word, code] as const)));
const known = new Map<string, string | null>();

/** The UCUM code of a unit as a source writes it, or `undefined` for a text that is no unit. Annotations in braces stay. */
export function toUcum(text: string): string | undefined {
  const unit = text.trim();
  if (unit === '' || unit.length > LONGEST_UNIT) return undefined;
  const cached = known.get(unit);
  if (cached !== undefined) return cached ?? undefined;
  const code = byAlias.get(unit.toLowerCase().replaceAll(' ', '')) ?? (isUcum(unit) ? unit : null);
  remember(known, unit, code);
  return code ?? undefined;
}

/** Annotations say nothing of the unit, and the library refuses some that UCUM allows. */
function withoutAnnotations(unit: string): string {
  return unit.replace(/\/?\{[^}]*\}/g, '') || '1';
}

function isUcum(unit: string): boolean {
  if (!/^[!-~]+$/.test(unit)) return false;
  try {
    return ucum.validate(withoutAnnotations(unit)).valid;
  } catch {
    // The library throws for characters that its lexer does not know: no unit.
    return false;
  }
}

export function toQuantity(value: number, unit: string | undefined): Quantity {
  if (unit === undefined) return { value };
  const code = toUcum(unit);
  return code === undefined ? { value, unit } : { value, unit, system: UCUM, code };
}

// Bound to an assay, not to a dimension: one is never a number of anything else (UCUM, section 24).
const ARBITRARY = /\[(?:[iI]U|[^\]]*'U|[A-Z]FU|[A-Z]+ID_50|IR|BAU|AU|PNU|Lf|FEU|ELU|EU)\]/g;
// Scales with a zero of their own or a logarithm: they are no multiple of another unit.
const SPECIAL = /\[degF\]|\[degRe\]|Cel|\[pH\]|B\b|Np|\[p'/;
const factors = new Map<string, number | null>();

/** A value in another UCUM unit, or `undefined` where the two do not measure the same. */
export function convertUnit(value: number, from: string, to: string): number | undefined {
  const [source, target] = [withoutAnnotations(from), withoutAnnotations(to)];
  if (source === target) return value;
  if (SPECIAL.test(source) || SPECIAL.test(target)) return tryConvert(value, source, target);
  const name = `${source} ${target}`;
  let factor = factors.get(name);
  if (factor === undefined) {
    const sameKind = String(source.match(ARBITRARY)) === String(target.match(ARBITRARY));
    factor = sameKind ? (tryConvert(1, source, target) ?? null) : null;
    remember(factors, name, factor);
  }
  return factor === null ? undefined : rounded(value * factor);
}

function tryConvert(value: number, from: string, to: string): number | undefined {
  if (!isUcum(from) || !isUcum(to) || !ucum.isConvertible(from, to)) return undefined;
  return rounded(ucum.convert(value, from, to));
}

/** Twelve digits: more than any laboratory has, fewer than the arithmetic spoils. */
function rounded(value: number): number | undefined {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : undefined;
}

/** Units come from outside: no more than so many are kept. */
function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size < CACHED) cache.set(key, value);
}
