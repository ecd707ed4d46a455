import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type ActionElement, type Block, type Blocks, type Outgoing } from '../blocks.ts';
import { overflow } from '../elements.ts';
import { mrkdwn, notification } from '../text.ts';
import {
  aboutText,
  actionText,
  finishText,
  isAsked,
  isClosed,
  knownLine,
  quote,
  spoken,
  standingOf,
  type CaseActionView,
  type CaseView,
} from './case-words.ts';

/** What one chooses under ⋯. */
export const caseMore = ['answer', 'merge', 'hand', 'decline', 'frame', 'details'] as const;
export type CaseMore = (typeof caseMore)[number];
const moreLabels: Record<CaseMore, string> = {
  answer: 'Add to the answer…',
  merge: 'Same as another case…',
  hand: 'Hand over…',
  decline: 'Decline…',
  frame: 'Ask another question: an idea…',
  details: 'All that was said',
};

export const carryCase = (view: Pick<CaseView, 'caseId' | 'revision'>, message?: string): string =>
  carry({ kind: 'case', id: view.caseId, revision: view.revision, ...(message ? { message } : {}) });

/** The card in the builders' channel. `message`: the outbox id under which it stands. */
export function caseCard(view: CaseView, message: string): Outgoing & { revision: number } {
  const make = createBlocks();
  const blocks: Block[] = [
    make.section('headline', headline(view, standingOf(view))),
    ...bodyBlocks(make, view),
    ...actionBlocks(make, view, { settles: () => true }),
    ...endBlocks(make, view),
    make.actions('decide', triageButtons(view, message)),
    ...(isClosed(view) ? [] : [make.context('thread', [`What is written in this thread reaches ${view.flagger} too.`])]),
  ];
  return { text: cardText(view), blocks, revision: view.revision };
}

/** Who says what about which model, then whose turn it is. */
export function headline(view: CaseView, standing: string): string {
  const others =
    view.voices.length > 0 ? ` and ${view.voices.length === 1 ? view.voices[0] : `${view.voices.length} others`}` : '';
  const flag = view.voices.length > 0 ? 'flag' : 'flags';
  return `*${mrkdwn(`${view.flagger}${others}`, 150)} ${flag} a problem: ${aboutText(view)}*\nCase ${view.number} · ${mrkdwn(standing, 300)}`;
}

/** The words first, then what was told of it later. */
export function bodyBlocks(make: Blocks, view: CaseView): Block[] {
  const known = knownLine(view);
  return [
    make.section('words', view.words ? quote(view.words, 1500) : '> (taken back)'),
    ...(known ? [make.context('known', [known])] : []),
    ...view.told.slice(-4).map(({ heading, words }, index) => make.section(`told:${index}`, spoken(heading, words, 400))),
  ];
}

const maxActions = 6;

/** Question, answer and what is done about it. `settles`: whose things have a button to bring them to an end. */
export function actionBlocks(
  make: Blocks,
  view: CaseView,
  { settles }: { settles: (action: CaseActionView) => boolean },
): Block[] {
  const { question, answer, actions, again, decline, objection } = view;
  // What is still to do comes first where not all of it has room.
  const ranked = actions.toSorted((one, other) => Number(other.state === 'open') - Number(one.state === 'open'));
  const shown = actions.length > maxActions ? ranked.slice(0, maxActions) : actions;
  const left = actions.length - shown.length;
  const second = view.state === 'flagged' || view.state === 'accepted';
  return [
    ...(decline && objection && second
      ? [
          make.section('decline', spoken(`${decline.by} declined it:`, decline.words)),
          make.section('objection', spoken(`${objection.by} asks for a second look:`, objection.words)),
        ]
      : []),
    ...(question && isAsked(view) ? [make.section('question', spoken(`${question.by} asks:`, question.words))] : []),
    ...(answer && view.state !== 'declined' ? [make.section('answer', spoken(`${answer.by} answers:`, answer.words))] : []),
    ...shown.flatMap((one) => {
      const mine = one.state === 'open' && settles(one);
      return [
        make.section(`action:${one.id}`, actionText(one), mine ? settleButton(view, one) : undefined),
        ...(mine && one.asks && !isClosed(view) ? [make.actions(`asks:${one.id}`, [askButton(view, one)])] : []),
        ...(mine && one.repairs && !isClosed(view) ? [make.actions(`repairs:${one.id}`, [repairButton(view, one)])] : []),
      ];
    }),
    ...(left > 0 ? [make.context('more-actions', [`${left} more, under “All that was said”.`])] : []),
    ...(again && !isClosed(view) ? [make.section('again', spoken(`${again.by}: it is still not right`, again.words))] : []),
  ];
}

export function endBlocks(make: Blocks, view: CaseView): Block[] {
  const { finish, decline } = view;
  return [
    ...(finish ? [make.section('finish', finishText(finish))] : []),
    ...(decline && view.state === 'declined'
      ? [make.section('decline', spoken(`${decline.by} declined it:`, decline.words))]
      : []),
  ];
}

const askButton = ({ number, revision }: CaseView, action: CaseActionView) =>
  button(actionIds.caseRequest, 'Ask for promotion', carry({ kind: 'case-action', id: action.id, revision }), {
    label: `Ask for promotion of a version for case ${number}`,
  });

const repairButton = ({ number, revision }: CaseView, action: CaseActionView) =>
  button(actionIds.caseRepair, 'Open a data problem', carry({ kind: 'case-action', id: action.id, revision }), {
    label: `Open a data problem for case ${number}`,
  });

export const settleButton = ({ revision }: Pick<CaseView, 'revision'>, action: CaseActionView) =>
  button(actionIds.caseSettle, 'Done…', carry({ kind: 'case-action', id: action.id, revision }), {
    label: `Done: ${actionText(action).replace(/[*☐]/g, '')}`,
  });

/** What whoever answers for the model may do now. */
export function triageButtons(view: CaseView, message?: string): ActionElement[] {
  const value = carryCase(view, message);
  const about = `case ${view.number}`;
  const act = (id: string, words: string, style?: 'primary') =>
    button(id, words, value, { label: `${words}: ${about}`, ...(style ? { style } : {}) });
  const more = (...chosen: CaseMore[]) =>
    overflow(
      actionIds.caseMore,
      chosen.map((option) => ({ label: moreLabels[option], value: [option, view.caseId, view.revision].join('|') })),
    );
  const first = view.flagger.split(' ')[0] ?? view.flagger;
  const all = act(actionIds.caseOpen, 'All that was said');
  switch (view.state) {
    case 'flagged':
      return [
        act(actionIds.caseAccept, 'Take it on', 'primary'),
        act(actionIds.caseAnswer, 'Answer'),
        act(actionIds.caseAsk, `Ask ${first}`),
        more('merge', 'hand', 'decline', 'frame', 'details'),
      ];
    case 'accepted':
      return [
        act(actionIds.caseAnswer, 'Answer', 'primary'),
        act(actionIds.caseAsk, `Ask ${first}`),
        more('merge', 'hand', 'decline', 'frame', 'details'),
      ];
    case 'acting': {
      const open = view.actions.some((one) => one.state === 'open');
      return [
        ...(open ? [] : [act(actionIds.caseFinish, `Tell ${first} it is done`, 'primary')]),
        act(actionIds.caseAsk, `Ask ${first}`),
        more('answer', 'hand', 'frame', 'details'),
      ];
    }
    case 'answered':
    case 'done':
    case 'confirmed':
    case 'unconfirmed':
    case 'declined':
    case 'merged':
      return [all];
  }
}

export const cardText = (view: CaseView): string =>
  notification(`Case ${view.number}, ${view.modelName}: ${standingOf(view)}. ${view.flagger}: ${view.words}`);
