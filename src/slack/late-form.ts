import type { types } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import { write } from '../audit/write.ts';
import { say } from '../outbox/say.ts';
import { messageOf } from '../shared/errors.ts';
import { teamOf, type SubmissionArrival } from './arrivals.ts';
import type { Desk } from './attend.ts';
import type { Form } from './handlers/forms.ts';
import { typed } from './text.ts';
import { noteModal } from './views/note.ts';

export type FormAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView }
  | undefined;

/**
 * The answer to a form, or after two seconds that it is being worked on: Slack waits three. What comes of it is then shown in
 * the same window, with the form as it was filled in where something is wrong, and in a direct message where it was closed.
 */
export async function inTime(
  desk: Desk,
  arrival: SubmissionArrival,
  again: NonNullable<Form['again']>,
  work: Promise<FormAnswer>,
): Promise<FormAnswer> {
  const timer = new AbortController();
  const late = sleep(desk.tuning.patienceMs, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const);
  const first = await Promise.race([work, late]);
  timer.abort();
  if (first !== 'late') return first;
  void desk
    .afterAck(async () => showLate(desk, arrival, again, await work))
    .catch((error: unknown) =>
      desk.deps.log.warn({ code: 'form-result-unseen', error: messageOf(error) }, 'what came of a form was not shown'),
    );
  const hint = 'You may close this: what comes of it is then sent to you.';
  return { response_action: 'update', view: noteModal('Working on it…', hint) };
}

async function showLate(
  desk: Desk,
  { user, team, view }: SubmissionArrival,
  again: NonNullable<Form['again']>,
  answer: FormAnswer,
): Promise<void> {
  const shown =
    answer?.response_action === 'errors'
      ? again(view, { sentence: Object.values(answer.errors).join(' ') })
      : (answer?.view ?? noteModal('Done.'));
  try {
    await desk.api.updateView(view.id, shown);
  } catch {
    const ctx = desk.ctx();
    const actor = await desk.deps.actorFor(ctx, teamOf({ user, team }), user.id);
    if (!actor) return;
    const text = answer?.response_action === 'errors' ? Object.values(answer.errors).join(' ') : wordsOf(shown);
    await write(ctx, (w) =>
      say(w, { kind: 'notice', data: { text }, destination: `person:${actor.id}`, dedupeKey: `late:${view.id}:${view.hash}` }),
    );
  }
}

/** Of notes and their like: what is said, and the small print. */
const wordsOf = ({ blocks }: types.ModalView): string =>
  (blocks as { text?: { text?: string }; elements?: { text?: string }[] }[])
    .flatMap(({ text, elements = [] }) => [text, ...elements].flatMap((one) => one?.text ?? []))
    .map((text) => typed(text))
    .join(' ');
