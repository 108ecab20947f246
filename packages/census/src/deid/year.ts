/** The year of a FHIR date, dateTime or instant (at least `YYYY`); `null` for anything else. All other parts are dropped. */
export function yearOf(date: string | undefined): number | null {
  const year = date === undefined ? undefined : /^(\d{4})(-\d{2}(-\d{2}(T.*)?)?)?$/.exec(date)?.[1];
  return year === undefined || year === '0000' ? null : Number(year);
}
