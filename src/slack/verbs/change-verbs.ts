import { describeTouch } from '../../changes/describe-touch.ts';
import { findDates } from '../../changes/find-dates.ts';
import { proposeTouches } from '../../changes/propose-touches.ts';
import { listChanges, readChange } from '../../changes/read-change.ts';
import { reportChange } from '../../changes/report-change.ts';
import { settleTouch } from '../../changes/settle-touch.ts';
import { withdrawChange } from '../../changes/withdraw-change.ts';
import type { Ctx } from '../../db/ctx.ts';
import { forgetDraft, readDraft } from '../../feedback/drafts.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listModels, maxModelsPage } from '../../registry/list-models.ts';
import { readModel } from '../../registry/read-model.ts';
import { sayMasked } from '../../shared/mask.ts';
import { dayIn, sayMoment } from '../../shared/period.ts';
import type { ChangeForm, ChangeVerbs, TouchChoice } from '../change-verbs.ts';
import type { Reply } from '../verbs.ts';
import { changeDraft } from '../views/change-forms.ts';
import { changeViewOf, datesOf } from './change-views.ts';

const listed = 15;
const maxBoxes = 10;

const maskedOf = (masked: readonly string[]) => {
  const sentence = sayMasked(masked);
  return sentence ? { masked: sentence } : {};
};

export const changeVerbs: ChangeVerbs = {
  change: async (ctx, which) => changeViewOf(ctx, await readChange(ctx, which)),
  async changes(ctx) {
    const changes = await listChanges(ctx, { open: true });
    const shown = [];
    for (const one of changes.slice(0, listed)) shown.push(await changeViewOf(ctx, one));
    return { changes: shown, more: changes.length > listed };
  },
  async changeForm(ctx, { words }) {
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const draft = words === '' ? await readDraft(ctx, changeDraft) : undefined;
    if (draft?.values['words']) return takenUp(ctx, draft.values, sayMoment(draft.at, zone));
    return { words, ...findDates(words, dayIn(zone, ctx.now)), ...(await choicesFor(ctx, words, [])) };
  },
  async reportChange(ctx, { models, endsOn, ...report }) {
    const proposed = new Map((await proposeTouches(ctx, report.words)).map((one) => [one.modelId, one.columns]));
    const touches = models.map((modelId) => ({ modelId, columns: proposed.get(modelId) ?? [] }));
    const { change, masked } = await reportChange(ctx, { ...report, touches, ...(endsOn ? { endsOn } : {}) });
    await forgetDraft(ctx, { form: changeDraft, formId: report.clientKey });
    const asked = [...new Set(change.touches.flatMap((touch) => touch.ownerName ?? []))];
    return { number: change.number, asked, ...maskedOf(masked) };
  },
  async touchForm(ctx, changeId) {
    const { number, words, touches } = await readChange(ctx, changeId);
    const named = touches.map(({ modelId, modelTitle: title }) => ({ modelId, title, why: '', ticked: true }));
    return { changeId, number, words: words ?? '', ...(await choicesFor(ctx, words ?? '', named)) };
  },
  async describeTouch(ctx, { changeId, models }) {
    const { words, touches } = await readChange(ctx, changeId);
    const known = new Map((await proposeTouches(ctx, words ?? '')).map((one) => [one.modelId, one.columns]));
    for (const touch of touches) known.set(touch.modelId, touch.columns);
    await describeTouch(ctx, { changeId, touches: models.map((modelId) => ({ modelId, columns: known.get(modelId) ?? [] })) });
  },
  async settleForm(ctx, { changeId, modelId }) {
    const change = await readChange(ctx, changeId);
    const model = await readModel(ctx, modelId);
    const versions = model.versions
      .filter((one) => one.dataEnd !== null && one.dataEnd > change.startsOn)
      .map((one) => one.number)
      .toSorted((a, b) => a - b);
    const { number, words } = change;
    return { changeId, number, modelId, modelName: model.title, words, dates: datesOf(change), versions };
  },
  settleTouch: async (ctx, input) => maskedOf((await settleTouch(ctx, input)).masked),
  withdrawChange: async (ctx, input) => void (await withdrawChange(ctx, input)),
};

/** The form as it was left: the days that were chosen, the models that were ticked. */
async function takenUp(ctx: Ctx, values: Record<string, string>, typedAt: string): Promise<ChangeForm> {
  const { words = '', startsOn, endsOn, models, other } = values;
  const ticked = new Set((models ?? '').split(','));
  const { choices, others } = await choicesFor(ctx, words, []);
  return {
    words,
    ...(isDay(startsOn) ? { startsOn } : {}),
    ...(isDay(endsOn) ? { endsOn } : {}),
    choices: models === undefined ? choices : choices.map((one) => ({ ...one, ticked: ticked.has(one.modelId) })),
    others,
    ...(other ? { other } : {}),
    typedAt,
  };
}

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

/** What is named already is ticked, and so is what the words name a column of. */
async function choicesFor(ctx: Ctx, words: string, named: TouchChoice[]) {
  const taken = new Set(named.map((one) => one.modelId));
  const proposed = (await proposeTouches(ctx, words))
    .filter((one) => !taken.has(one.modelId))
    .map(({ modelId, title, why, columns }) => ({ modelId, title, why, ticked: columns.length > 0 }));
  const choices = [...named, ...proposed].slice(0, maxBoxes);
  const shown = new Set(choices.map((one) => one.modelId));
  const { models } = await listModels(ctx, { limit: maxModelsPage });
  const others = models
    .filter((one) => !shown.has(one.id) && one.stage !== 'planned')
    .map((one) => ({ label: one.title, value: one.id }));
  return { choices, others };
}

const oneChange = /^(?:the )?change (?:no\.? |number |#)?(\d{1,9})$/i;
const allChanges = /^(?:(?:all|open|upcoming|business|coming) )*changes$/i;
const tells = /^change\b[\s:,.–-]*(.*)$/is;
const quotes = /^["“”„'«»\s]+|["“”„'«»\s]+$/gu;

/** What a text about changes in the business is answered with; undefined where it is about something else. */
export async function changeReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const said = text.trim();
  const number = oneChange.exec(said.replace(/[.!?]+$/, ''))?.[1];
  if (number) return { is: 'change', view: await changeVerbs.change(ctx, Number(number)) };
  if (allChanges.test(said.replace(/[.!?]+$/, ''))) return { is: 'changes', view: await changeVerbs.changes(ctx) };
  const told = tells.exec(said)?.[1];
  // “change in flight delay?” is a question; said to Leeway with a colon or in quotation marks, it tells of one.
  if (told === undefined || (!isCommand && !/^change\s*[:"“„«]/i.test(said))) return undefined;
  return { is: 'change-form', words: told.replace(quotes, '') };
}
