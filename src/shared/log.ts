import { pino } from 'pino';
import { scrub } from './scrub.ts';

/** What a person who reads the log looks up: docs/operations.md says of each code what causes it and what to do. */
interface Coded {
  code: string;
  [more: string]: unknown;
}

/** Every code of a line of ERROR. They are counted from zero on: of what appears with its first event, no rise is seen. */
export const errorCodes = [
  'destination-refused',
  'digest-late',
  'disk-full',
  'job-given-up',
  'message-parked',
  'request-failed',
  'sandbox-call-failed',
  'sandbox-clock-failed',
  'sandbox-control-failed',
  'slack-connection-refused',
  'slack-refuses-all',
  'slack-request-failed',
  'slack-request-lost',
  'stopped-unfinished',
] as const;

export interface Log {
  debug: pino.LogFn;
  info: pino.LogFn;
  warn(fields: Coded, message: string): void;
  error(fields: Coded & { code: (typeof errorCodes)[number] }, message: string): void;
  child(bindings: Record<string, unknown>): Log;
}

/** Hears of each line of WARN and ERROR, for counting. */
export type HearProblem = (level: 'warn' | 'error', code: string) => void;

/**
 * JSON lines on standard error; ERROR means that a person must act now, what heals itself is WARN. Secrets, and values that
 * a statement carried, are taken out of every line.
 */
export function createLog(level: string, hear?: HearProblem): Log {
  const lines = pino.destination({ dest: 2, sync: true });
  // A log that goes to a full disk loses lines; without this it would end the process.
  lines.on('error', () => {});
  return pino(optionsOf(level, hear), lines);
}

/** Apart from where the lines go, for tests that read them. */
export const optionsOf = (level: string, hear?: HearProblem): pino.LoggerOptions => ({
  level,
  base: null,
  formatters: { level: (label, number) => ({ level: number, severity: label }), log: scrub },
  ...(hear
    ? {
        hooks: {
          logMethod(args, method, number) {
            const [fields] = args as unknown as [{ code?: unknown } | string];
            const heard = levels[number];
            if (heard && typeof fields === 'object' && typeof fields.code === 'string') hear(heard, fields.code);
            method.apply(this, args);
          },
        },
      }
    : {}),
});
const levels: Record<number, 'warn' | 'error'> = { 40: 'warn', 50: 'error' };

export const silentLog: Log = pino({ level: 'silent' });
