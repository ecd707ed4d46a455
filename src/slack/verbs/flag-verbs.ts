import { readAnswer } from '../../ask/read-answer.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readEdition } from '../../digest/read-edition.ts';
import { forgetDraft, readDraft, saveDraft } from '../../feedback/drafts.ts';
import { likeCases, sayLike } from '../../feedback/like-cases.ts';
import { flagProblem } from '../../feedback/flag-problem.ts';
import { readMessageAt } from '../../outbox/read-messages.ts';
import { findPersonBySlack } from '../../people/find-person.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listModels } from '../../registry/list-models.ts';
import { readModels } from '../../registry/read-model.ts';
import { LeewayError } from '../../shared/errors.ts';
import { sayMasked } from '../../shared/mask.ts';
import { addDays, dayIn, mondayOf, sayMoment, sayPeriod, sayWeekday, weekOf } from '../../shared/period.ts';
import { sayTyped } from './say-typed.ts';
import type { FlagFrom, FlagVerbs } from '../flag-verbs.ts';
import { truncate } from '../text.ts';
import type { Subject } from '../verbs.ts';
import { flagDraft } from '../views/flag-modal.ts';

const weeksToChoose = 12;
const maxWordsChars = 3000;
const shownLike = 3;

export const flagVerbs: FlagVerbs = {
  async flagForm(ctx, from) {
    const [{ models }, taken, draft] = await Promise.all([
      listModels(ctx, { limit: 50 }),
      takenFrom(ctx, from),
      readDraft(ctx, flagDraft),
    ]);
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const named =
      taken.what && models.find(({ id, title }) => mentions(taken.what ?? '', id) || mentions(taken.what ?? '', title))?.id;
    // A message that is taken along comes first: what was typed before it is kept until something else is typed.
    const typed = taken.what ? undefined : draft?.values;
    const model = from.modelId ?? taken.modelId ?? typed?.['model'] ?? named;
    const week = taken.week ?? typed?.['week'];
    const what = taken.what ?? typed?.['what'];
    const thisWeek = mondayOf(dayIn(zone, ctx.now));
    return {
      origin: taken.origin,
      models: await choices(ctx, models, model),
      ...(model ? { modelId: model } : {}),
      weeks: weeksUntil(thisWeek, week),
      ...(week ? { week } : {}),
      ...(what ? { what } : {}),
      ...(from.message?.hasFiles ? { leavesFiles: true as const } : {}),
      ...(typed?.['what'] && draft ? { typedAt: sayMoment(draft.at, zone) } : {}),
    };
  },
  async flag(ctx, { what, modelId, week, origin, clientKey }) {
    if (!modelId) throw new LeewayError('invalid', 'Choose the model that it is about.', { field: 'model' });
    const flagged = await flagProblem(ctx, {
      modelId,
      whatHappened: what,
      clientKey,
      ...(week ? { period: { start: week, end: addDays(week, 7) } } : {}),
      ...(origin ? { origin } : {}),
    });
    await forgetDraft(ctx, { form: flagDraft, formId: clientKey });
    const { ownerName, number, promisedOn } = flagged.case;
    const masked = sayMasked(flagged.masked);
    const like = sayLike(await likeCases(ctx, { caseId: flagged.case.id }, shownLike));
    return {
      caseNumber: number,
      again: !flagged.created,
      retired: flagged.retired,
      ...(ownerName ? { ownerName } : {}),
      ...(promisedOn ? { promised: sayWeekday(promisedOn) } : {}),
      ...(masked ? { masked } : {}),
      ...(like ? { like } : {}),
    };
  },
  async draft(ctx, form) {
    const found = await readDraft(ctx, form);
    return found && { values: found.values, typedAt: await sayTyped(ctx, found.at) };
  },
  draftSent: forgetDraft,
  async keepDraft(ctx, { typedAt, ...draft }) {
    const seconds = Number(typedAt);
    const at = Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : ctx.now;
    await saveDraft(ctx, { ...draft, typedAt: at });
  },
};

interface Taken {
  origin: { kind: string; id: string };
  modelId?: string;
  week?: string;
  what?: string;
}

/** What is known from where the button stood, or from the message whose menu it was. */
async function takenFrom(ctx: Ctx, { origin, message, words }: FlagFrom): Promise<Taken> {
  if (origin) return { origin: { ...origin }, ...(await subjectOf(ctx, origin)) };
  if (!message) return { origin: { kind: 'command', id: 'flag' }, ...(words ? { what: truncate(words, maxWordsChars) } : {}) };
  const ours = await readMessageAt(ctx, message.channel, message.ts);
  const subject = ours && subjectShown(ours.data);
  if (subject) return { origin: { ...subject }, ...(await subjectOf(ctx, subject)) };
  const author = message.authorId ? await findPersonBySlack(ctx, message.teamId, message.authorId) : undefined;
  const own = author?.id === ctx.actor.id;
  const text = message.text.replace(/<@[A-Z0-9]+>/g, '').trim();
  const quoted = own || text === '' ? text : `${author?.name ?? 'Somebody'} wrote: “${text}”`;
  const id = `${message.channel}:${message.ts}`;
  return { origin: { kind: 'message', id }, ...(quoted ? { what: truncate(quoted, maxWordsChars) } : {}) };
}

function subjectShown({ editionId, answerId }: Record<string, unknown>): Subject | undefined {
  if (typeof editionId === 'string') return { kind: 'edition', id: editionId };
  return typeof answerId === 'string' ? { kind: 'answer', id: answerId } : undefined;
}

/** Model and week of what the button stood on. */
async function subjectOf(ctx: Ctx, origin: Subject): Promise<{ modelId?: string; week?: string }> {
  const { modelId, period } =
    origin.kind === 'edition' ? (await readEdition(ctx, origin.id)).body : await readAnswer(ctx, origin.id);
  return { ...(modelId ? { modelId } : {}), ...(period ? { week: mondayOf(period.start) } : {}) };
}

/** The newest weeks, and the one in question where it is older. */
function weeksUntil(thisWeek: string, chosen: string | undefined) {
  const weeks = Array.from({ length: weeksToChoose }, (_, index) => addDays(thisWeek, -7 * index));
  if (chosen && !weeks.includes(chosen)) weeks.push(chosen);
  return weeks.map((value) => ({ value, label: sayPeriod(weekOf(value)) }));
}

const mentions = (text: string, name: string): boolean => {
  const flat = (words: string) => ` ${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return flat(text).includes(flat(name));
};

/** The first models by name; the one in question is among them wherever it stands. */
async function choices(ctx: Ctx, models: { id: string; title: string }[], chosen: string | undefined) {
  const missing =
    chosen && !models.some((model) => model.id === chosen) ? (await readModels(ctx, [chosen])).get(chosen) : undefined;
  return [...(missing ? [missing] : []), ...models].map((model) => ({ value: model.id, label: model.title }));
}
