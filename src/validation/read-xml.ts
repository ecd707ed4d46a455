import { LeewayError } from '../shared/errors.ts';

/** An element as it opens or closes, or the text between two. `line` counts from 1. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Record<string, string>; line: number }
  | { kind: 'close'; name: string; line: number }
  | { kind: 'text'; text: string; line: number };

const maxDepth = 50;
const maxElements = 200_000;
const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?:[^<>"']|"[^"<]*"|'[^'<]*')*>|[^<]+|</g;
const tag = /^<([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>$/;
const closing = /^<\/([A-Za-z_][\w:.-]*)\s*>$/;
const attribute = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads the part of XML that test reports use: elements, attributes, text, CDATA, comments. A document type is refused and
 * only the five named entities and characters by number are known, so nothing expands and nothing is fetched. Throws
 * `invalid` with the line of what is wrong, `too-large` above 50 levels or 200,000 elements.
 */
export function* readXml(text: string): Generator<XmlEvent> {
  const open: string[] = [];
  let elements = 0;
  let line = 1;
  let roots = 0;
  for (const [part] of text.replace(/^\uFEFF/, '').matchAll(token)) {
    const at = line;
    line += part.split('\n').length - 1;
    if (part.startsWith('<!--') || part.startsWith('<?')) continue;
    if (part.startsWith('<![CDATA[')) {
      if (open.length === 0) throw wrong(at, 'text outside the first element');
      yield { kind: 'text', text: part.slice(9, -3), line: at };
    } else if (part.startsWith('<!')) throw wrong(at, 'a document type or declaration, which is not read');
    else if (part.startsWith('</')) {
      const name = closing.exec(part)?.[1];
      if (name === undefined || open.pop() !== name) throw wrong(at, `${part.slice(0, 40)} closes what was not opened last`);
      yield { kind: 'close', name, line: at };
    } else if (part.startsWith('<')) {
      const found = tag.exec(part);
      if (!found) throw wrong(at, `“${part.slice(0, 40)}” is no element`);
      if (open.length === 0 && ++roots > 1) throw wrong(at, 'a second element beside the first');
      if (++elements > maxElements)
        throw new LeewayError('too-large', `The report has more than ${maxElements} elements.`, { field: 'text' });
      const name = found[1]!;
      yield { kind: 'open', name, attributes: attributesOf(found[2]!, at), line: at };
      if (found[3] === '/') yield { kind: 'close', name, line: at };
      else if (open.push(name) > maxDepth)
        throw new LeewayError('too-large', `The report nests more than ${maxDepth} levels deep.`, { field: 'text' });
    } else if (open.length > 0) yield { kind: 'text', text: decoded(part, at), line: at };
    else if (part.trim() !== '') throw wrong(at, 'text outside the first element');
  }
  if (open.length > 0) throw wrong(line, `the end, where ${open.at(-1)} is still open`);
  if (roots === 0) throw wrong(1, 'no element');
}

function attributesOf(text: string, line: number): Record<string, string> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name, double, single] of text.matchAll(attribute)) {
    if (name! in found) throw wrong(line, `${name} twice in one element`);
    found[name!] = decoded(double ?? single ?? '', line);
  }
  return found;
}

function decoded(text: string, line: number): string {
  return text.replaceAll(/&([^;&\s]{0,12};?)/g, (whole, inner: string) => {
    const name = inner.endsWith(';') ? inner.slice(0, -1) : undefined;
    if (name !== undefined && Object.hasOwn(named, name)) return named[name]!;
    const code = name === undefined ? undefined : (/^#x([\da-f]{1,6})$/i.exec(name)?.[1] ?? null);
    const number = code ? Number.parseInt(code, 16) : Number(/^#(\d{1,7})$/.exec(name ?? '')?.[1] ?? Number.NaN);
    if (Number.isInteger(number) && number > 0 && number <= 0x10_ff_ff) return String.fromCodePoint(number);
    throw wrong(line, `“${whole}”, which is no character that I know`);
  });
}

const wrong = (line: number, what: string) =>
  new LeewayError('invalid', `Line ${line} of the report has ${what}.`, {
    field: `text:${line}`,
    hint: 'Send JUnit XML as your test runner writes it.',
  });
