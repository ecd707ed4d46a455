import type { Framing } from '../../framing/read-framing.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, type ActionElement } from '../blocks.ts';
import { overflow } from '../elements.ts';

/** What one chooses under ⋯. */
export const ideaMoreOptions = ['option', 'judge', 'all', 'people', 'withdraw', 'yaml'] as const;
export type IdeaMore = (typeof ideaMoreOptions)[number];

const labels: Record<IdeaMore, string> = {
  option: 'Add an option',
  judge: 'Judge an option',
  all: 'All questions',
  people: 'People',
  withdraw: 'Withdraw (who asked)',
  yaml: 'Lines for leeway.yml',
};

export const carryIdea = ({ id, revision }: Pick<Framing, 'id' | 'revision'>, message: string): string =>
  carry({ kind: 'idea', id, revision, ...(message ? { message } : {}) });

/** The buttons of an idea's card or letter by where it stands. */
export function ideaButtons(idea: Framing, message: string): ActionElement[] {
  const value = carryIdea(idea, message);
  const about = `idea ${idea.number}`;
  const more = (options: IdeaMore[]) =>
    overflow(
      actionIds.ideaMore,
      options.map((option) => ({ label: labels[option], value: [option, idea.id, idea.revision].join('|') })),
    );
  const ask = idea.from ? [caseButton(idea.from)] : [];
  if (idea.state === 'kpi') return [recordButton(idea), ...ask, more(['all', 'yaml'])];
  if (idea.state !== 'open')
    return [button(actionIds.ideaReopen, 'Bring it back', value, { label: `Bring it back: ${about}` }), ...ask, more(['all'])];
  const first = idea.next
    ? button(actionIds.ideaAnswer, 'Answer', value, { style: 'primary', label: `Answer the next question of ${about}` })
    : button(actionIds.ideaConclude, 'Say what it should move', value, {
        style: 'primary',
        label: `Say what it should move: ${about}`,
      });
  return [
    first,
    button(actionIds.ideaNotWorth, 'Not worth a model', value, { label: `Not worth a model: ${about}` }),
    ...ask,
    more(['option', ...(idea.options.length > 0 ? (['judge'] as const) : []), 'all', 'people', 'withdraw']),
  ];
}

const caseButton = (from: NonNullable<Framing['from']>) =>
  button(`${actionIds.askAgain}:case`, `Case ${from.number}`, `case ${from.number}`, { label: `See case ${from.number}` });

const recordButton = (idea: Framing) =>
  button(actionIds.modelRecord, 'Its record', carry({ kind: 'model', id: idea.modelId ?? '' }), {
    label: `The record of ${idea.outcome?.title ?? 'the model'}`,
  });
