/** What Slack answers instead of a result: `{ ok: false, error, …more }`. Thrown by methods, sent by the API route. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: string;
  readonly more: Record<string, unknown>;

  constructor(error: string, more: Record<string, unknown> = {}) {
    super(error);
    this.error = error;
    this.more = more;
  }
}

/** A refusal with Slack's list of what was wrong, each `[ERROR] … [json-pointer:/…]`. */
export const refusalOf = (error: string, problems: readonly Problem[]): Refusal =>
  new Refusal(error, {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`) },
  });

export interface Problem {
  message: string;
  pointer: string;
}

export const pointer = (...path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');
