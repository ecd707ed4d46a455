import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { isLeewayError } from '../shared/errors.ts';

export interface Attempt {
  requestId: string;
  /** What was tried: `approve`, `refuse`, `delegate`, `withdraw`, … */
  decision: string;
  revisionSeen: number | null;
}

/**
 * Runs what somebody attempts. Where it is refused, an audit entry of its own says who tried what and why it was refused
 * (the refused transaction itself has left nothing), and the refusal goes on to whoever asked.
 */
export async function attempting<T>(ctx: Ctx, attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isLeewayError(error) && error.code !== 'not-found') {
      const { code, message } = error;
      await write(ctx, async (w) =>
        w.audit({
          verb: 'approvals.refused',
          subject: `request:${attempt.requestId}`,
          detail: { code, sentence: message, ...attempt },
        }),
      );
    }
    throw error;
  }
}
