import { basename, dirname } from 'node:path';
import { isLeewayError, LeewayError, messageOf, type ErrorCode } from '../shared/errors.ts';

export interface ErrorContext {
  sourceName: string;
  files: readonly string[];
  /** What was being read, e.g. `column “delay”`, and its path in the request. */
  what?: string | undefined;
  field?: string | undefined;
  stopped?: 'time-out' | 'cancelled' | undefined;
}

const codes: [prefix: string, code: ErrorCode][] = [
  ['Out of Memory Error', 'too-large'],
  ['INTERRUPT Error', 'unavailable'],
];

/** Puts DuckDB's error into words that name source, file and column; its SQL excerpt and folders stay out of them. */
export function translated(cause: unknown, context: ErrorContext): LeewayError {
  const { sourceName, files, what, field = 'source' } = context;
  if (isLeewayError(cause)) return cause;
  const first = basename(files[0] ?? '');
  const named = files.length > 1 ? `${first} and ${files.length - 1} more` : first;
  const subject = `Source “${sourceName}” (${named})${what === undefined ? '' : `, ${what}`}`;
  if (context.stopped) {
    const message =
      context.stopped === 'cancelled'
        ? `${subject}: cancelled.`
        : `${subject} was not read in time. Read a shorter window, or raise the time-out.`;
    return new LeewayError('unavailable', message, { field, cause });
  }
  const code = codes.find(([prefix]) => messageOf(cause).includes(prefix))?.[1] ?? 'invalid';
  const hint = code === 'too-large' ? { hint: 'Raise the memory limit, or profile fewer distinct values.' } : {};
  return new LeewayError(code, `${subject} cannot be read: ${reasonIn(messageOf(cause), files)}`, { field, cause, ...hint });
}

/** DuckDB's message without its kind, the SQL it points into and the folders of the files. */
function reasonIn(message: string, files: readonly string[]): string {
  const plain = message.split('\n\nLINE ')[0]!.replace(/^[A-Za-z ]+ Error: /, '');
  const folders = new Set(files.map((file) => `${dirname(file)}/`));
  const short = [...folders].reduce((text, folder) => text.replaceAll(folder, ''), plain);
  const line = short.replaceAll(/\s+/g, ' ').trim().slice(0, 400);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
