import { newId } from '../../shared/ids.ts';
import { carriedBy } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { ideaMoreOptions } from '../views/idea-buttons.ts';
import { concludeModal, yamlModal } from '../views/idea-conclude.ts';
import {
  allQuestionsModal,
  answerDraftOf,
  endModal,
  ideaModal,
  judgeModal,
  optionModal,
  peopleModal,
  questionModal,
} from '../views/idea-forms.ts';
import { note } from '../views/note.ts';
import { typedBefore } from './drafts.ts';
import { needed, type Click } from './click.ts';

/** The next question as it is now, whichever the button stood under. */
export async function onIdeaAnswer(turn: Turn, click: Click): Promise<void> {
  const idea = await turn.verbs.idea(turn.ctx, needed(carriedBy(click.value)).id);
  const typed = idea.next && (await typedBefore(turn, answerDraftOf(idea.id, idea.next.id)));
  const view = idea.state === 'open' ? questionModal(idea, { typed }) : undefined;
  if (view) return turn.api.openView(turn.triggerId, view);
  await show(
    turn,
    note(
      idea.state === 'open'
        ? 'Every question is answered. Change one under ⋯, All questions.'
        : `Idea ${idea.number} has come to its end.`,
    ),
  );
}

export async function onIdeaConclude(turn: Turn, click: Click): Promise<void> {
  const form = await turn.verbs.concludeForm(turn.ctx, needed(carriedBy(click.value)).id);
  await turn.api.openView(turn.triggerId, concludeModal(form));
}

export async function onIdeaNotWorth(turn: Turn, click: Click): Promise<void> {
  const { id, revision } = needed(carriedBy(click.value));
  const idea = await turn.verbs.idea(turn.ctx, id);
  await turn.api.openView(turn.triggerId, endModal(idea, 'not-worth', revision ?? idea.revision));
}

export async function onIdeaReopen(turn: Turn, click: Click): Promise<void> {
  const idea = await turn.verbs.idea(turn.ctx, needed(carriedBy(click.value)).id);
  await turn.api.openView(turn.triggerId, endModal(idea, 'reopen', idea.revision));
}

/** On a case: the question was another one. */
export async function onIdeaFromCase(turn: Turn, click: Click): Promise<void> {
  const { id: caseId } = needed(carriedBy(click.value));
  await turn.api.openView(turn.triggerId, ideaModal(await turn.verbs.ideaForm(turn.ctx, { caseId })));
}

/** The ⋯ menu. */
export async function onIdeaMore(turn: Turn, click: Click): Promise<void> {
  const [chosen, framingId, revision] = (click.option ?? '').split('|');
  const option = needed(ideaMoreOptions.find((one) => one === chosen));
  const idea = await turn.verbs.idea(turn.ctx, needed(framingId));
  switch (option) {
    case 'option':
      return turn.api.openView(turn.triggerId, optionModal(idea, newId()));
    case 'judge':
      return turn.api.openView(turn.triggerId, judgeModal(idea));
    case 'all':
      return turn.api.openView(turn.triggerId, allQuestionsModal(idea));
    case 'people': {
      const { people } = await turn.verbs.peopleForm(turn.ctx, idea.id);
      return turn.api.openView(turn.triggerId, peopleModal(idea, people));
    }
    case 'withdraw':
      return turn.api.openView(turn.triggerId, endModal(idea, 'withdrawn', Number(revision) || idea.revision));
    case 'yaml':
      return turn.api.openView(turn.triggerId, yamlModal(idea));
  }
}
