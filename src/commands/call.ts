import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf } from '../shared/errors.ts';
import { createLog } from '../shared/log.ts';
import type { Where } from './open-database.ts';

/** How a command ends, after sysexits.h. */
export const exits = { ok: 0, failed: 1, usage: 64, unavailable: 69, config: 78 } as const;

/** A wrong call, answered in one line. */
export class UsageError extends Error {}

/** What of the settings is about Slack. */
export interface SlackSettings {
  publicUrl: string | undefined;
  slack:
    | { botToken: string; signingSecret: string | undefined; appToken: string | undefined; apiUrl: string | undefined }
    | undefined;
}

/** One call of a command: `name` as in the help, and what was written after it. */
export interface Call {
  name: string;
  argv: string[];
  /** Reads and checks the environment; a `config` error when it is wrong. */
  settings(): Where & SlackSettings & { configFile: string; host: string; port: number };
}

/** Answers a call and says how it ended. */
export type Answer = (call: Call) => Promise<number> | number;

export function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return exits.ok;
}

export const printLines = (lines: readonly string[]): number => print(lines.join('\n'));

/** The lines that a person reads are the answer; of the log only what went wrong matters beside them. */
export const quietLog = () => createLog('warn');

export const wrongCall = (name: string, what: string) => new UsageError(`${what} See “leeway help ${name}”.`);

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;

type Options = NonNullable<ParseArgsConfig['options']>;

export const readOptions = <T extends Options>({ name, argv }: Call, options: T) => parse(name, argv, options, false).values;

export const readCall = <T extends Options>({ name, argv }: Call, options: T) => parse(name, argv, options, true);

function parse<T extends Options>(name: string, args: string[], options: T, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals });
  } catch (error) {
    throw wrongCall(name, `${messageOf(error).split('. ')[0]}.`);
  }
}
