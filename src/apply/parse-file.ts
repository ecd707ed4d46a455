import { basename } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import type { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { checkReferences, type FileProblem } from './check-references.ts';
import { leewayFile, type LeewayFile } from './schema.ts';
import { expandTemplates } from './templates.ts';

const maxBytes = 5_000_000;
const maxProblems = 20;

/**
 * Parses leeway.yml. `name` is its path, for messages. Throws `config` with every problem (20 at most) on a line of its
 * own: `leeway.yml:12: people.dana.zone: what was expected`.
 */
export function parseLeewayFile(source: string, name: string): LeewayFile {
  const file = basename(name);
  if (source.length > maxBytes)
    throw new LeewayError('too-large', `${file}: more than ${maxBytes} characters. Split the organisation or shorten the file.`, {
      field: file,
    });
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number) => Math.max(1, lines.linePos(offset).line);
  if (document.errors.length > 0) {
    throw wrongFile(
      file,
      document.errors.map((error) => ({ line: lineOf(error.pos[0]), text: error.message.split('\n')[0] ?? '' })),
    );
  }
  const expanded = expandTemplates(toValue(document, file));
  const parsed = leewayFile.safeParse(expanded.value);
  const problems = [
    ...expanded.problems,
    ...(parsed.success ? checkReferences(parsed.data) : parsed.error.issues.flatMap(describe)).filter(
      // What lacks its template is not whole either; that is said once.
      ({ path }) => !expanded.problems.some((one) => startsWith(path, one.path.slice(0, -1))),
    ),
  ];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw wrongFile(
    file,
    problems.map(({ path, message }) => ({
      line: lineOf(offsetOf(document, path)),
      text: path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message,
    })),
  );
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new LeewayError('config', `${file}:1: it refers to itself too often to be read.`, { field: file, cause: error });
  }
}

function wrongFile(file: string, problems: { line: number; text: string }[]): LeewayError {
  const sorted = problems.toSorted((left, right) => left.line - right.line);
  const shown = sorted.slice(0, maxProblems).map(({ line, text }) => `${file}:${line}: ${text}`);
  if (sorted.length > maxProblems) shown.push(`… and ${sorted.length - maxProblems} more. Nothing was applied.`);
  return new LeewayError('config', shown.join('\n'), {
    field: file,
    hint: 'Nothing was applied. Correct the lines and try again.',
  });
}

const startsWith = (path: readonly PropertyKey[], start: readonly PropertyKey[]): boolean =>
  start.every((part, index) => path[index] === part);

/** An issue in the words of the file: a missing key is missing, an unknown key is reported where it stands. */
function describe(issue: z.core.$ZodIssue): FileProblem[] {
  const path = issue.path;
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const likely = issue.errors.toSorted((left, right) => strangeness(left) - strangeness(right))[0]!;
    return likely.flatMap((inner) => describe({ ...inner, path: [...path, ...inner.path] }));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known here' }));
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('received undefined')) {
    return [{ path, message: `is missing, expected ${issue.expected}` }];
  }
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid')) {
    const values = issue.values.map((value) => String(value));
    return [{ path, message: `expected ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}` }];
  }
  const message = issue.message.replace(/^(Invalid (input|option)|Too \w+): /, '');
  // A pattern's own message says what fits it.
  return [
    { path, message: issue.code === 'invalid_format' && !message.startsWith('expected') ? `expected ${message}` : message },
  ];
}

/** How unlikely it is that somebody meant this one of several forms. */
function strangeness(issues: z.core.$ZodIssue[]): number {
  const weigh = (issue: z.core.$ZodIssue): number => {
    if (issue.code === 'invalid_type') return issue.path.length === 0 ? 1_000 : 5;
    return issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1;
  };
  return issues.reduce((sum, issue) => sum + weigh(issue), 0);
}

/** Where the deepest part of a path that the file has begins; the key of a pair rather than its value. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = (node as Node | null)?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else {
      const item = (node as { items?: unknown[] } | null)?.items?.[Number(part)] as Node | undefined;
      if (!item) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    }
  }
  return offset;
}
