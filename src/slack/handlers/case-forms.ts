import { z } from 'zod';
import { actionKinds, caseKinds } from '../../db/schema/feedback.ts';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { viewIds } from '../action-ids.ts';
import type { CaseDone, PlannedAction } from '../case-verbs.ts';
import type { Turn } from '../turn.ts';
import { maxPlanned } from '../views/case-modals.ts';
import { noteModal } from '../views/note.ts';
import { requestModal } from '../views/request-modal.ts';
import { form, text, type Form } from './forms.ts';

const maxChars = 3000;
const caseId = z.string().min(1).max(100);
const seen = { caseId, revision: z.number().int() };
const optional = (max = maxChars) => z.string().trim().max(max, `At most ${max} characters.`).exactOptional();
const keyOf = (turn: Turn) => turn.view?.id ?? turn.triggerId;

/** Closed silently: the card or letter is edited to show it. What was taken out of the words is said. */
const silently = ({ masked }: CaseDone) => (masked ? noteModal('Sent.', masked) : undefined);

const describe = form(
  'harm',
  z.object({
    caseId,
    kind: z.enum(caseKinds).exactOptional(),
    still: z.enum(['yes', 'no', 'unknown']).exactOptional(),
    sureness: z.enum(['sure', 'fairly', 'guess']).exactOptional(),
    segment: optional(200),
    harm: optional(),
    wasDone: optional(),
  }),
  async (turn, input) => {
    const told = await turn.verbs.describeCase(turn.ctx, input);
    return noteModal(told.again ? 'Nothing new was told.' : 'Thank you. It stands with your case now.', told.masked);
  },
);

const ask = form(
  'words',
  z.object({ ...seen, words: text(maxChars, 'Write what you would like to know.') }),
  async (turn, input) => silently(await turn.verbs.askFlagger(turn.ctx, { ...input, clientKey: keyOf(turn) })),
);

const reply = form('words', z.object({ caseId, words: text(maxChars, 'Write something first.') }), async (turn, input) =>
  silently(await turn.verbs.answerOwner(turn.ctx, { ...input, clientKey: keyOf(turn) })),
);

const decline = form(
  'words',
  z.object({ ...seen, words: text(maxChars, 'Say why, in words they can follow.') }),
  async (turn, input) => silently(await turn.verbs.declineCase(turn.ctx, input)),
);

const contest = form('words', z.object({ caseId, words: text(maxChars, 'Say what you see otherwise.') }), async (turn, input) =>
  silently(await turn.verbs.contestDecline(turn.ctx, input)),
);

const reopen = form('words', z.object({ caseId, words: text(maxChars, 'Say what is still wrong.') }), async (turn, input) =>
  silently(await turn.verbs.reopenCase(turn.ctx, input)),
);

const finish = form('words', z.object({ ...seen, words: text(maxChars, 'Say what is different now.') }), async (turn, input) =>
  silently(await turn.verbs.finishCase(turn.ctx, input)),
);

const merge = form('into', z.object({ ...seen, into: z.string({ error: 'Choose a case.' }) }), async (turn, input) =>
  silently(await turn.verbs.mergeCase(turn.ctx, input)),
);

const hand = form(
  'to',
  z.object({ ...seen, team: z.string().exactOptional(), to: z.string().exactOptional(), words: optional() }),
  async (turn, { team, to, ...input }) => {
    if ((team === undefined) === (to === undefined))
      throw new LeewayError('invalid', 'Choose a team or a person, one of them.', { field: 'to' });
    return silently(
      await turn.verbs.handCase(turn.ctx, { ...input, ...(team ? { teamId: team } : {}), ...(to ? { slackUser: to } : {}) }),
    );
  },
);

const settle = form(
  'words',
  z.object({ actionId: z.string().min(1).max(100), outcome: z.enum(['done', 'dropped']), words: optional() }),
  async (turn, input) => silently(await turn.verbs.settleAction(turn.ctx, input)),
);

const version = form(
  'version',
  z.object({
    actionId: z.string().min(1).max(100),
    modelId: z.string().min(1),
    environment: z.string().min(1),
    version: z.coerce.number({ error: 'Choose a version.' }).int(),
  }),
  async (turn, wish) => requestModal(await turn.verbs.promotionForm(turn.ctx, wish)),
);

const planned = (at: number) => ({
  [`kind-${at}`]: z.enum(actionKinds).exactOptional(),
  [`what-${at}`]: optional(500),
  [`who-${at}`]: z.string().exactOptional(),
  [`due-${at}`]: z.iso.date().exactOptional(),
});
const plannedFields = Object.assign({}, ...Array.from({ length: maxPlanned }, (_, at) => planned(at))) as Record<
  string,
  z.ZodType<string | undefined>
>;

const answer = form(
  'words',
  z.looseObject({
    ...seen,
    words: text(maxChars, 'Write the answer.'),
    count: z.number().int().min(1).max(maxPlanned),
    ...plannedFields,
  }),
  async (turn, { caseId: id, revision, words, count, ...fields }) => {
    const actions = Array.from({ length: count }, (_, at) => plannedAt(fields, at));
    const input = { caseId: id, revision, words, actions };
    return silently(await atPlanned(() => turn.verbs.answerCase(turn.ctx, input)));
  },
);

/** A refusal of what is planned is shown where that was filled in. */
async function atPlanned<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [, at, of] = (isLeewayError(error) && /^actions\.(\d)\.(personId|dueOn)$/.exec(error.field ?? '')) || [];
    if (!isLeewayError(error) || at === undefined) throw error;
    const field = `${of === 'dueOn' ? 'due' : 'who'}-${at}`;
    throw new LeewayError(error.code, error.message, { field, ...(error.hint ? { hint: error.hint } : {}), cause: error });
  }
}

function plannedAt(fields: Record<string, unknown>, at: number): PlannedAction {
  const [kind, words, slackUser, dueOn] = ['kind', 'what', 'who', 'due'].map((name) => fields[`${name}-${at}`]);
  const missing = !kind ? 'kind' : !slackUser ? 'who' : !dueOn ? 'due' : undefined;
  if (missing) throw new LeewayError('invalid', 'Say what, who and by when.', { field: `${missing}-${at}` });
  return {
    kind: kind as PlannedAction['kind'],
    slackUser: String(slackUser),
    dueOn: String(dueOn),
    ...(typeof words === 'string' ? { words } : {}),
  };
}

/** Forms of cases by the callback_id of their view. */
export const caseForms: Record<string, Form> = {
  [viewIds.caseDescribe]: describe,
  [viewIds.caseAsk]: ask,
  [viewIds.caseReply]: reply,
  [viewIds.caseDecline]: decline,
  [viewIds.caseContest]: contest,
  [viewIds.caseReopen]: reopen,
  [viewIds.caseFinish]: finish,
  [viewIds.caseMerge]: merge,
  [viewIds.caseHand]: hand,
  [viewIds.caseSettle]: settle,
  [viewIds.caseAnswer]: answer,
  [viewIds.caseVersion]: version,
};
