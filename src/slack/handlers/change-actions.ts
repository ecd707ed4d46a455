import { z } from 'zod';
import { viewIds } from '../action-ids.ts';
import { carriedBy } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { changePage } from '../views/change-card.ts';
import { settleDraftOf, settleTouchModal, touchModal, withdrawChangeModal } from '../views/change-forms.ts';
import { noteModal } from '../views/note.ts';
import { needed, type Click } from './click.ts';
import { typedBefore, wasSent } from './drafts.ts';
import { form, text, type Form } from './forms.ts';

const idOf = (click: Click): string => needed(carriedBy(click.value)).id;

export async function onChangeOpen(turn: Turn, click: Click): Promise<void> {
  const { text: words, blocks } = changePage(await turn.verbs.change(turn.ctx, idOf(click)));
  await show(turn, { text: words, blocks }, { title: 'Change' });
}

export async function onChangeTouches(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, touchModal(await turn.verbs.touchForm(turn.ctx, idOf(click))));
}

export async function onChangeSettle(turn: Turn, click: Click): Promise<void> {
  const { id: changeId, kind } = needed(carriedBy(click.value));
  const modelId = kind.slice('touch:'.length);
  const typed = await typedBefore(turn, settleDraftOf(changeId, modelId));
  const form = await turn.verbs.settleForm(turn.ctx, { changeId, modelId });
  await turn.api.openView(turn.triggerId, settleTouchModal(form, typed));
}

export async function onChangeWithdraw(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, withdrawChangeModal(idOf(click)));
}

const optional = (max: number) => z.string().trim().max(max, `At most ${max} characters.`).exactOptional();
const touched = { models: z.array(z.string()).max(20).default([]), other: z.string().exactOptional() };
const all = ({ models, other }: { models: string[]; other?: string }) => [...new Set([...models, ...(other ? [other] : [])])];
const changeId = z.string().min(1).max(100);

const report = form(
  'words',
  z
    .object({
      ...touched,
      words: text(3000, 'Say what changes.'),
      startsOn: z.iso.date('Choose the day from which it holds.'),
      endsOn: z.iso.date().exactOptional(),
    })
    .refine(({ startsOn, endsOn }) => endsOn === undefined || startsOn <= endsOn, {
      message: 'The last day lies before the first.',
      path: ['endsOn'],
    }),
  async (turn, { models, other, ...input }) => {
    const clientKey = turn.view?.id ?? turn.triggerId;
    const wanted = all({ models, ...(other ? { other } : {}) });
    const { number, asked, masked } = await turn.verbs.reportChange(turn.ctx, { ...input, models: wanted, clientKey });
    const told =
      wanted.length === 0
        ? 'Nobody is asked yet: its card has a button to say which models it touches.'
        : asked.length > 0
          ? `${asked.join(', ')} ${asked.length === 1 ? 'is' : 'are'} asked what becomes of it, and you hear it in a direct message.`
          : 'Nobody looks after the models it touches; it stands on the list of open matters.';
    return noteModal(`This is change ${number}. ${told}`, masked);
  },
);

const describe = form('models', z.object({ ...touched, changeId }), async (turn, { models, other, changeId: id }) => {
  await turn.verbs.describeTouch(turn.ctx, { changeId: id, models: all({ models, ...(other ? { other } : {}) }) });
  return undefined;
});

const settle = form(
  'how',
  z
    .object({
      changeId,
      modelId: z.string().min(1).max(100),
      how: z.enum(['retrained', 'no-effect', 'refused'], { error: 'Choose what became of it.' }),
      version: z.coerce.number().int().exactOptional(),
      words: optional(2000),
    })
    .refine((input) => input.how !== 'refused' || Boolean(input.words), {
      message: 'Say why nothing is done: whoever told of the change reads it.',
      path: ['words'],
    }),
  async (turn, { version, ...input }) => {
    // The form offers a version whatever was chosen.
    const chosen = input.how === 'retrained' && version !== undefined ? { version } : {};
    const { masked } = await turn.verbs.settleTouch(turn.ctx, { ...input, ...chosen });
    await wasSent(turn, settleDraftOf(input.changeId, input.modelId));
    return masked ? noteModal('Told.', masked) : undefined;
  },
);

const withdraw = form('words', z.object({ changeId, words: optional(2000) }), async (turn, input) => {
  await turn.verbs.withdrawChange(turn.ctx, input);
  return undefined;
});

/** Forms about changes in the business by the callback_id of their view. */
export const changeForms: Record<string, Form> = {
  [viewIds.change]: report,
  [viewIds.changeTouches]: describe,
  [viewIds.changeSettle]: settle,
  [viewIds.changeWithdraw]: withdraw,
};
