/**
 * How a source writes dates: `iso` (2024-02-29, 2024-02-29 13:05:00, with T or a blank, with or without a zone), `us`
 * (2/29/2024, 2/29/2024 1:05:00 PM), `compact` (20240229, 20240229130500+0100, as HL7 v2 and CDA have it).
 */
export type DateForm = 'iso' | 'us' | 'compact';

const FORMS: Readonly<Record<DateForm, RegExp>> = {
  iso: /^(?<y>\d{4})(?:-(?<m>\d{2})(?:-(?<d>\d{2})(?:[T ](?<h>\d{2}):(?<n>\d{2})(?::(?<s>\d{2})(?<f>\.\d{1,9})?)?(?<z>Z|[+-]\d{2}:?\d{2})?)?)?)?$/,
  us: /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})(?: (?<h>\d{1,2}):(?<n>\d{2})(?::(?<s>\d{2}))?(?: (?<p>[AP]M))?)?$/i,
  compact:
    /^(?<y>\d{4})(?:(?<m>\d{2})(?:(?<d>\d{2})(?:(?<h>\d{2})(?:(?<n>\d{2})(?:(?<s>\d{2})(?<f>\.\d{1,9})?)?)?)?)?)?(?<z>Z|[+-]\d{4})?$/,
};

/**
 * A FHIR R4 dateTime, or `undefined` for what is no date of the calendar. A time without a zone is told with the zone given:
 * FHIR has no times without one, and dropping the time would lose order and durations.
 * @param zone `Z` or `±hh:mm`
 */
export function fhirDateTime(text: string, form: DateForm = 'iso', zone = 'Z'): string | undefined {
  const found = FORMS[form].exec(text.trim())?.groups;
  if (found === undefined) return undefined;
  const { y = '', m, d, h, n = '00', s = '00', f = '', z, p } = found;
  if (y === '0000') return undefined;
  if (m === undefined) return y;
  const month = m.padStart(2, '0');
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (d === undefined) return `${y}-${month}`;
  const day = d.padStart(2, '0');
  // Day 0 of the next month is the last of this one.
  if (Number(day) < 1 || Number(day) > new Date(Date.UTC(Number(y), Number(month), 0)).getUTCDate()) return undefined;
  const date = `${y}-${month}-${day}`;
  if (h === undefined) return date;
  const hour = hourOf(Number(h), p?.toUpperCase());
  if (hour === undefined || Number(n) > 59 || Number(s) > 59) return undefined;
  return `${date}T${String(hour).padStart(2, '0')}:${n}:${s}${f}${zoneOf(z) ?? zone}`;
}

/** A FHIR R4 date: the same without its time. */
export function fhirDate(text: string, form: DateForm = 'iso'): string | undefined {
  return fhirDateTime(text, form)?.slice(0, 10);
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
}

function zoneOf(zone: string | undefined): string | undefined {
  return zone === undefined || zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}
