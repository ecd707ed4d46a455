import type { App, types } from '@slack/bolt';
import type { z } from 'zod';
import { problemsOf } from '../approvals/problems.ts';
import { inWords } from '../db/in-words.ts';
import { isLeewayError } from '../shared/errors.ts';
import { fieldsOf, submissionArrival, teamOf, type SubmissionArrival } from './arrivals.ts';
import { asPerson, describeError, type Desk } from './attend.ts';
import { checkPayload } from './check-payload.ts';
import { decisionForms } from './handlers/decision-forms.ts';
import { caseForms } from './handlers/case-forms.ts';
import { changeForms } from './handlers/change-actions.ts';
import { complaintForms } from './handlers/complaint-forms.ts';
import { flagForms } from './handlers/flag-forms.ts';
import { forms as otherForms, type Form } from './handlers/forms.ts';
import { ideaForms } from './handlers/idea-forms.ts';
import { noteForms } from './handlers/note-forms.ts';
import { ruleForms } from './handlers/rule-actions.ts';
import { sampleForms } from './handlers/sample-actions.ts';
import { tokenForms } from './handlers/token-forms.ts';
import { inTime, type FormAnswer } from './late-form.ts';
import type { Turn } from './turn.ts';
import { noteModal } from './views/note.ts';

const forms: Record<string, Form> = {
  ...otherForms,
  ...ideaForms,
  ...flagForms,
  ...caseForms,
  ...changeForms,
  ...complaintForms,
  ...decisionForms,
  ...tokenForms,
  ...ruleForms,
  ...noteForms,
  ...sampleForms,
};
/** Forms are answered after the verb ran: what it refuses is shown in the form, and nothing typed is lost. */
export function listenToForms(app: App, desk: Desk): void {
  app.view({ type: 'view_submission', callback_id: /./ }, async ({ ack, body }) => {
    const arrival = submissionArrival.safeParse(body);
    const form = arrival.data && forms[arrival.data.view.callback_id];
    const answer = arrival.success && form ? await submitted(desk, arrival.data, form) : undefined;
    if (answer?.response_action === 'update') checkPayload({ view: answer.view });
    // Bolt types this acknowledgement as the intersection of all of them.
    await (answer ? (ack as (answer: FormAnswer) => Promise<void>)(answer) : ack());
  });
}

async function submitted(desk: Desk, arrival: SubmissionArrival, form: Form): Promise<FormAnswer> {
  const { view } = arrival;
  const filled = form.read(fieldsOf(view));
  if ('error' in filled) return { response_action: 'errors', errors: errorsOf(filled.error, view, form.errorsAt) };
  const work = settled(desk, arrival, form, filled);
  return form.again ? inTime(desk, arrival, form.again, work) : work;
}

type Filled = Exclude<ReturnType<Form['read']>, { error: unknown }>;

async function settled(desk: Desk, arrival: SubmissionArrival, form: Form, filled: Filled): Promise<FormAnswer> {
  const { view } = arrival;
  const key = `view:${view.id}`;
  try {
    if (!(await desk.inbox.begin(key, 'view_submission'))) {
      desk.counters.duplicates++;
      return undefined;
    }
    const shown = await run(desk, arrival, (turn) => filled.run(turn));
    // A form that comes back, such as one whose subject had changed, can be sent again.
    await (shown?.submit ? desk.inbox.undo(key) : desk.inbox.finish(key));
    return shown && { response_action: 'update', view: shown };
  } catch (error) {
    await desk.inbox.undo(key).catch(() => {});
    return refused(desk, error, form, view);
  }
}

async function run(
  desk: Desk,
  arrival: SubmissionArrival,
  work: (turn: Turn) => Promise<types.ModalView | undefined>,
): Promise<types.ModalView | undefined> {
  const { user, team, trigger_id: triggerId, view } = arrival;
  let shown: types.ModalView | undefined;
  const tell = async (message: { text: string }) => void (shown = noteModal(message.text));
  await asPerson(desk, { teamId: teamOf({ user, team }), userId: user.id, tell }, async (ctx) => {
    shown = await work({
      ctx,
      verbs: desk.deps.verbs,
      api: desk.api,
      home: desk.home,
      userId: user.id,
      triggerId,
      channel: undefined,
      view: { id: view.id, hash: view.hash, type: view.type },
      isEphemeral: false,
      respond: undefined,
    });
  });
  return shown;
}

function refused(desk: Desk, thrown: unknown, form: Form, view: SubmissionArrival['view']): FormAnswer {
  const error = inWords(thrown);
  const { sentence, hint } = describeError(desk, thrown);
  if (!isLeewayError(error)) return { response_action: 'update', view: noteModal(sentence, hint) };
  const problems = problemsOf(error);
  if (problems.length > 0) return { response_action: 'errors', errors: together(problems, view, form.errorsAt) };
  const field = blockFor(error.field, view, form.errorsAt);
  return { response_action: 'errors', errors: { [field]: [sentence, hint].filter(Boolean).join(' ') } };
}

/** Everything that is wrong, each at its field; what belongs to none stands at one of them. */
function together(
  problems: readonly { field: string; sentence: string }[],
  view: SubmissionArrival['view'],
  fallback: string,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, sentence } of problems) {
    const block = blockFor(field, view, fallback);
    errors[block] = errors[block] ? `${errors[block]} ${sentence}` : sentence;
  }
  return errors;
}

/** Slack shows an error at an input of the view and refuses any other name. */
const blockFor = (field: PropertyKey | undefined, view: SubmissionArrival['view'], fallback: string): string =>
  typeof field === 'string' && field in (view.state?.values ?? {}) ? field : fallback;

const errorsOf = (error: z.ZodError, view: SubmissionArrival['view'], fallback: string): Record<string, string> =>
  Object.fromEntries(error.issues.map((issue) => [blockFor(issue.path[0], view, fallback), issue.message]));
