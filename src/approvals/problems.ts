import { LeewayError } from '../shared/errors.ts';

/** One thing that keeps a request from being made. */
export interface Problem {
  /** A field of the request, as its form names it. */
  field: string;
  sentence: string;
}

class Problems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super('the request lacks what its policy asks for');
    this.problems = problems;
  }
}

/** One error for everything that is wrong; `problemsOf` gives it by field. */
export function problemError(problems: readonly Problem[]): LeewayError {
  const [first] = problems;
  return new LeewayError('invalid', problems.map((one) => one.sentence).join(' '), {
    ...(first ? { field: first.field } : {}),
    cause: new Problems(problems),
  });
}

/** Everything that is wrong by field, of an error that a request was refused with; empty for any other error. */
export const problemsOf = (error: unknown): readonly Problem[] =>
  error instanceof LeewayError && error.cause instanceof Problems ? error.cause.problems : [];
