import { carriedBy } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { doneModal, handOverModal, takeModal, type MatterForm } from '../views/matter-modals.ts';
import { toDoMessage, toDoOptions, type ToDoOption } from '../views/to-do.ts';
import { showCase } from './case-actions.ts';
import { needed, type Click } from './click.ts';

/** The next page of a list stands below the one before. */
export async function onToDoPage(turn: Turn, click: Click): Promise<void> {
  const { kind, id, revision: offset = 0 } = needed(carriedBy(click.value));
  const view =
    kind === 'mine'
      ? await turn.verbs.toDo(turn.ctx, { offset })
      : await turn.verbs.openOf(turn.ctx, { about: kind === 'team' ? { teamId: id } : { modelId: id }, offset });
  await show(turn, toDoMessage(view));
}

const forms: Record<Exclude<ToDoOption, 'case'>, (form: MatterForm) => ReturnType<typeof takeModal>> = {
  done: doneModal,
  plan: takeModal,
  take: takeModal,
  hand: handOverModal,
};

/** The ⋯ menu of a row. */
export async function onToDoMore(turn: Turn, click: Click): Promise<void> {
  const [chosen, matterId] = (click.option ?? '').split('|');
  const option = needed(toDoOptions.find((one) => one === chosen));
  if (option === 'case') return showCase(turn, needed(matterId));
  const form = await turn.verbs.matterForm(turn.ctx, { matterId: needed(matterId) });
  await turn.api.openView(turn.triggerId, forms[option]({ ...form, fromHome: turn.view?.type === 'home' }));
}

/** What has a card is shown as its card, with its buttons, to whoever clicked. */
export async function onToDoOpen(turn: Turn, click: Click): Promise<void> {
  const { cardId, title } = await turn.verbs.cardOfMatter(turn.ctx, needed(carriedBy(click.value)).id);
  await show(turn, await turn.verbs.card(turn.ctx, { cardId, message: '' }), { title: title.slice(0, 24) });
}
