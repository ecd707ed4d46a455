import { z } from 'zod';
import type { types } from '@slack/bolt';
import { messageOf } from '../../shared/errors.ts';
import { viewIds } from '../action-ids.ts';
import type { SubmissionArrival } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { nextStepMaxChars } from '../views/matter-modals.ts';
import { noteModal } from '../views/note.ts';

/** A form, once it is filled in rightly, is something to run; what it returns is shown instead of it, or nothing closes it. */
export interface Form {
  /** The block at which a refusal is shown that names no field. */
  errorsAt: string;
  /** `fields`: answers by block id, and what the form was opened with. */
  read(fields: Record<string, unknown>): { error: z.ZodError } | { run(turn: Turn): Promise<types.ModalView | undefined> };
  /** The form with what stands in it and what was wrong: for one whose work may take longer than Slack waits. */
  again?: (submitted: SubmissionArrival['view'], told: { sentence: string; hint?: string }) => types.ModalView;
}

export function form<T>(
  errorsAt: string,
  schema: z.ZodType<T>,
  submit: (turn: Turn, input: T) => Promise<types.ModalView | undefined>,
): Form {
  return {
    errorsAt,
    read(fields) {
      const parsed = schema.safeParse(fields);
      return parsed.success ? { run: (turn) => submit(turn, parsed.data) } : { error: parsed.error };
    },
  };
}

export const text = (max: number, empty: string) =>
  z.string({ error: empty }).trim().min(1, empty).max(max, `At most ${max} characters.`);
const matter = {
  matterId: z.string().min(1),
  revision: z.number().int(),
  fromHome: z.boolean().default(false),
  message: z.string().max(300).exactOptional(),
};
const subject = z.object({ kind: z.enum(['edition', 'answer']), id: z.string().min(1) });

export function refreshHome(turn: Turn, fromHome: boolean): void {
  if (fromHome)
    void turn.home
      .publish(turn.ctx, turn.userId)
      .catch((error: unknown) =>
        turn.ctx.log.warn({ code: 'home-not-shown', error: messageOf(error) }, 'Home was not shown anew'),
      );
}

const toldModal = (name: string) => noteModal(`${name} has it in hand now, and has been told.`);

const take = form(
  'nextStep',
  z.object({
    ...matter,
    to: z.string().min(1).exactOptional(),
    nextStep: text(nextStepMaxChars, 'Say what comes next.'),
    dueOn: z.iso.date('Choose a day.'),
  }),
  async (turn, { fromHome, to, ...input }) => {
    // Whoever names themselves takes it.
    const named = to && to !== turn.userId ? await turn.verbs.handOver(turn.ctx, { ...input, slackUser: to }) : undefined;
    if (!named) await turn.verbs.takeMatter(turn.ctx, input);
    refreshHome(turn, fromHome);
    return named && toldModal(named.name);
  },
);

const done = form(
  'outcome',
  z.object({ ...matter, outcome: text(1000, 'Say what came of it.') }),
  async (turn, { fromHome, ...input }) => {
    const { masked } = await turn.verbs.closeMatter(turn.ctx, input);
    refreshHome(turn, fromHome);
    return masked ? noteModal('It is done.', masked) : undefined;
  },
);

const handOver = form(
  'to',
  z.object({
    ...matter,
    to: z.string({ error: 'Choose a person.' }).min(1),
    nextStep: z.string().trim().max(nextStepMaxChars, `At most ${nextStepMaxChars} characters.`).exactOptional(),
  }),
  async (turn, { fromHome, to, ...input }) => {
    const { name } = await turn.verbs.handOver(turn.ctx, { ...input, slackUser: to });
    refreshHome(turn, fromHome);
    return toldModal(name);
  },
);

const why = form(
  'why',
  z.object({ subject, vote: z.enum(['yes', 'no']), why: z.string().max(1000).exactOptional() }),
  async (turn, input) => {
    const { masked } = input.why ? await turn.verbs.vote(turn.ctx, input) : {};
    return masked ? noteModal(masked) : undefined;
  },
);

/** Forms by the callback_id of their view. */
export const forms: Record<string, Form> = {
  [viewIds.take]: take,
  [viewIds.done]: done,
  [viewIds.handOver]: handOver,
  [viewIds.why]: why,
};
