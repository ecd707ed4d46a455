import { pino } from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'> & { child(bindings: Record<string, unknown>): Log };

/** JSON lines on standard error; ERROR means that a person must act now, what heals itself is WARN. */
export const createLog = (level: string): Log => pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));

export const silentLog: Log = pino({ level: 'silent' });
