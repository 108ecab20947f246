import { MedrecError } from '@medrec/shared/errors';
import { SaxesParser } from 'saxes';

/** An element of a parsed document, by its local name. */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  /** By local name; of an XML Schema `type` alone, the prefix of its value is cut off. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own text, without its children's. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

export type Parsed = { readonly root: Element } | { readonly root?: never; readonly line: number; readonly reason: string };

// Real documents nest some thirty deep; the parser's own cost grows with the square of the depth.
const MAX_DEPTH = 128;
const MAX_ELEMENTS = 500_000;
const PIECE = 1 << 16;

interface Building {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: Building[];
  text: string;
  line: number;
}

/**
 * Parses a document: well-formed XML 1.0 with namespaces, no DOCTYPE and so no entities but XML's own five, bounded depth and
 * size. Anything else is told by line.
 */
export function parseXml(text: string): Parsed {
  const parser = new SaxesParser({ xmlns: true });
  const open: Building[] = [];
  let root: Building | undefined;
  let elements = 0;
  const refuse = (reason: string): never => {
    throw new MedrecError({ code: reason, message: 'The document cannot be read.', facts: { line: parser.line } });
  };
  parser.on('error', () => refuse('XML_INVALID'));
  parser.on('doctype', () => refuse('XML_DOCTYPE'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length >= MAX_DEPTH || ++elements > MAX_ELEMENTS) refuse('XML_TOO_LARGE');
    const element = { name: local, namespace: uri, attributes: values(attributes), children: [], text: '', line: parser.line };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (piece) => addText(open.at(-1), piece));
  parser.on('cdata', (piece) => addText(open.at(-1), piece));
  try {
    for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
    parser.close();
  } catch (thrown) {
    if (!(thrown instanceof MedrecError)) throw thrown;
    return { line: Number(thrown.facts['line'] ?? 0), reason: thrown.code };
  }
  return root === undefined ? { line: 1, reason: 'XML_INVALID' } : { root };
}

function addText(element: Building | undefined, piece: string): void {
  if (element) element.text += piece;
}

function values(attributes: Readonly<Record<string, { readonly local: string; readonly value: string }>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { local, value } of Object.values(attributes)) found[local] = local === 'type' ? (value.split(':').at(-1) ?? value) : value;
  return found;
}

/** The first child of that name. */
export function child(element: Element | undefined, ...path: string[]): Element | undefined {
  let at = element;
  for (const name of path) at = at?.children.find((one) => one.name === name);
  return at;
}

export function children(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((one) => one.name === name) ?? [];
}
