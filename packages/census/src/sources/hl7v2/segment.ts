/** The five characters that MSH-1 and MSH-2 declare. */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escaping: string;
  readonly subcomponent: string;
}

/** One repetition of a field. Positions count from 1, as HL7's tables do; what is empty or `""` (deleted) is `undefined`. */
export interface Repetition {
  component(position: number, subcomponent?: number): string | undefined;
}

export interface Segment {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** The first component of the field's first repetition. */
  text(field: number): string | undefined;
  first(field: number): Repetition | undefined;
  all(field: number): readonly Repetition[];
}

const MAX_REPETITIONS = 1000;

/** `undefined` for a header whose delimiters are not five different signs. */
export function readDelimiters(header: string): Delimiters | undefined {
  const field = header[3] ?? '';
  const encoding = header.slice(4).split(field)[0] ?? '';
  const [component = '', repetition = '', escaping = '', subcomponent = ''] = encoding;
  const signs = [field, component, repetition, escaping, subcomponent];
  // v2.7 adds a sixth sign, for truncation. An escape or subcomponent sign may be left out where no field needs one.
  const given = signs.filter((sign) => sign !== '');
  if (
    encoding.length < 2 ||
    encoding.length > 5 ||
    new Set(given).size < given.length ||
    given.some((sign) => /[A-Za-z0-9\s]/.test(sign))
  ) {
    return undefined;
  }
  return { field, component, repetition, escaping, subcomponent };
}

export function createSegment(text: string, line: number, delimiters: Delimiters): Segment {
  const name = text.slice(0, 3);
  const parts = text.split(delimiters.field);
  // MSH-1 is the field separator itself, so its fields stand one place earlier.
  const fields = name === 'MSH' ? [name, delimiters.field, ...parts.slice(1)] : parts;
  const all = (field: number): readonly Repetition[] => {
    const whole = fields[field] ?? '';
    if (whole === '') return [];
    // The encoding characters are no value to be taken apart.
    const repetitions = name === 'MSH' && field <= 2 ? [whole] : split(whole, delimiters.repetition).slice(0, MAX_REPETITIONS);
    return repetitions.map((repetition) => createRepetition(repetition, delimiters));
  };
  const segment: Segment = {
    name,
    line,
    all,
    first: (field) => all(field)[0],
    text: (field) => all(field)[0]?.component(1),
  };
  return segment;
}

function createRepetition(text: string, delimiters: Delimiters): Repetition {
  const components = split(text, delimiters.component);
  return {
    component(position, subcomponent = 1) {
      const raw = split(components[position - 1] ?? '', delimiters.subcomponent)[subcomponent - 1] ?? '';
      const value = unescapeText(raw, delimiters).trim();
      return value === '' || value === '""' ? undefined : value;
    },
  };
}

function split(text: string, delimiter: string): string[] {
  return delimiter === '' ? [text] : text.split(delimiter);
}

/** HL7 v2.5.1, section 2.7: delimiters, hexadecimal data and line breaks; formatting commands are dropped. */
function unescapeText(text: string, delimiters: Delimiters): string {
  const { escaping } = delimiters;
  if (escaping === '' || !text.includes(escaping)) return text;
  const parts = text.split(escaping);
  // An odd number of escape signs is a sign that someone forgot to escape: the text stays as it is.
  if (parts.length % 2 === 0) return text;
  return parts.map((part, at) => (at % 2 === 0 ? part : sequence(part, delimiters))).join('');
}

function sequence(name: string, { field, component, repetition, escaping, subcomponent }: Delimiters): string {
  const signs: Readonly<Record<string, string>> = { F: field, S: component, R: repetition, E: escaping, T: subcomponent, '.br': '\n' };
  const sign = signs[name];
  if (sign !== undefined) return sign;
  if (/^X([0-9A-Fa-f]{2})+$/.test(name)) return Buffer.from(name.slice(1), 'hex').toString('latin1');
  return '';
}
