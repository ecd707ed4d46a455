export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'unsupported'
  | 'unavailable'
  | 'config';

/**
 * The one error that Leeway throws on purpose. `message` is a sentence a person can act on: what was wrong, where, and
 * what to do. `field` is the path of the offending input, `hint` what to try instead. Only transports translate it.
 */
export class LeewayError extends Error {
  override readonly name = 'LeewayError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, more: { field?: string; hint?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.field = more.field;
    this.hint = more.hint;
  }
}

export const isLeewayError = (error: unknown, code?: ErrorCode): error is LeewayError =>
  error instanceof LeewayError && (code === undefined || error.code === code);

/** The message of anything that was thrown, for logs; of a failed statement what the database said, not what was sent. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isStatement = error.message.startsWith('Failed query: ') && error.cause instanceof Error;
  return isStatement ? (error.cause as Error).message : error.message;
}
