import type { types } from '@slack/bolt';
import type { Framing } from '../../framing/read-framing.ts';
import { parts, type Part } from '../../framing/schemas.ts';
import { actionIds, viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput, type Block } from '../blocks.ts';
import { usersSelect } from '../elements.ts';
import type { TypedBefore } from '../flag-verbs.ts';
import type { ChosenPeople } from '../idea-verbs.ts';
import { mrkdwn, truncate } from '../text.ts';
import { ideaWords } from './idea-words.ts';

export interface IdeaForm {
  words?: string;
  /** The case whose question turned out to be another one. */
  from?: { caseId: string; number: number; modelName: string };
  /** Slack users who are proposed. */
  people: ChosenPeople;
  /** When the words were typed and not sent, `Mon 9 April, 14:05`; absent where they were not. */
  typedAt?: string;
}

/** Under this name what is typed is kept until it is sent; out of a case each has its own. */
export const ideaDraft = 'idea';
export const ideaDraftOf = (caseId: string | undefined): string => (caseId ? `${ideaDraft}:${caseId}` : ideaDraft);

/** Of the answer to one question. */
export const ideaAnswerDraft = 'idea-answer';
export const answerDraftOf = (framingId: string, question: string): string => `${ideaAnswerDraft}:${framingId}:${question}`;

export const wordsChars = 3_000;
const example = 'Our service staff needs to understand customers better';
const partLabels: Record<Part, string> = {
  expert: 'Who knows the trade?',
  scientist: 'Who would build it?',
  operations: 'Who would live with it, day by day?',
};

export function ideaModal({ words, from, people, typedAt }: IdeaForm): types.ModalView {
  const make = createBlocks();
  return modal(
    {
      callbackId: viewIds.idea,
      title: 'A new idea',
      submit: 'Open it',
      close: 'Not now',
      metadata: from ? { caseId: from.caseId } : {},
    },
    [
      ...(from
        ? [make.section('from', `Out of *case ${from.number}* about ${mrkdwn(from.modelName, 200)}: both will say so.`)]
        : []),
      ...(typedAt ? [make.section('typed', `This is what you wrote on ${mrkdwn(typedAt, 60)} and did not send yet.`)] : []),
      input(
        'words',
        'What would you like?',
        textInput(`${actionIds.typed}:${ideaDraftOf(from?.caseId)}`, {
          multiline: true,
          max: wordsChars,
          placeholder: example,
          typing: true,
          ...(words ? { initial: words } : {}),
        }),
        {
          dispatch: true,
          hint: 'A sentence is enough. Short questions follow, one by one, before anybody builds anything.',
        },
      ),
      ...peopleInputs(people),
    ],
  );
}

const peopleInputs = (people: ChosenPeople): Block[] =>
  parts.map((part) => input(part, partLabels[part], usersSelect('value', 'Choose a person', people[part]), { optional: true }));

export const peopleModal = ({ id, number }: Pick<Framing, 'id' | 'number'>, people: ChosenPeople): types.ModalView =>
  modal(
    {
      callbackId: viewIds.ideaPeople,
      title: `Idea ${number}: people`,
      submit: 'Save',
      close: 'Not now',
      metadata: { framingId: id },
    },
    [createBlocks().section('about', 'Whoever is new gets a letter, and may answer.'), ...peopleInputs(people)],
  );

/** The block of a question's answer: its own for each, so that what is typed for one is never shown for another. */
export const answerBlock = (question: string): string => `answer-${question}`;

/** The next question, alone; `said` is what came of the one before, `typed` what was written here and not sent. */
export function questionModal(
  idea: Framing,
  { said, typed }: { said?: string; typed?: TypedBefore | undefined } = {},
): types.ModalView | undefined {
  const { next, questions, id, number } = idea;
  if (!next) return undefined;
  const make = createBlocks();
  const place = questions.findIndex((one) => one.id === next.id) + 1;
  return modal(
    {
      callbackId: viewIds.ideaAnswer,
      title: `Idea ${number}`,
      submit: 'Keep it',
      close: 'Later',
      metadata: { framingId: id, question: next.id },
    },
    [
      ...(said ? [make.section('said', mrkdwn(said, 600))] : []),
      make.context('about', [truncate(ideaWords(idea).replace(/\s+/g, ' '), 200)]),
      make.section('question', `*${place} of ${questions.length}: ${mrkdwn(next.ask, 200)}*\n${mrkdwn(next.hint, 400)}`),
      ...(typed ? [make.context('typed', [`This is what you wrote on ${typed.typedAt} and did not send yet.`])] : []),
      input(
        answerBlock(next.id),
        'Your answer',
        textInput(`${actionIds.typed}:${answerDraftOf(id, next.id)}`, {
          multiline: true,
          max: wordsChars,
          typing: true,
          ...(typed?.values[answerBlock(next.id)] ? { initial: typed.values[answerBlock(next.id)]! } : {}),
        }),
        { dispatch: true, hint: `For example: ${next.example}` },
      ),
    ],
  );
}

/** All questions at once, to fill in or to answer anew; read only once the idea has ended. */
export function allQuestionsModal(idea: Framing): types.ModalView {
  const { id, number, questions, state } = idea;
  const make = createBlocks();
  const title = `Idea ${number}`;
  const about = make.section('about', mrkdwn(truncate(ideaWords(idea), 1_500), 2_000));
  if (state !== 'open')
    return modal({ callbackId: viewIds.note, title }, [
      about,
      ...questions.map((one) =>
        make.section(
          `answer:${one.id}`,
          `*${mrkdwn(one.ask, 200)}*\n${mrkdwn(one.answer ? (one.answer.words ?? 'taken away at their wish') : 'not answered', 2_500)}`,
        ),
      ),
    ]);
  return modal({ callbackId: viewIds.ideaAll, title, submit: 'Save', close: 'Not now', metadata: { framingId: id } }, [
    about,
    ...questions.map((one) =>
      input(
        answerBlock(one.id),
        one.ask,
        textInput('value', { multiline: true, max: wordsChars, ...(one.answer?.words ? { initial: one.answer.words } : {}) }),
        { optional: true, hint: `For example: ${one.example}` },
      ),
    ),
  ]);
}

export const optionModal = ({ id, number }: Pick<Framing, 'id' | 'number'>, optionId: string): types.ModalView =>
  modal(
    {
      callbackId: viewIds.ideaOption,
      title: `Idea ${number}: option`,
      submit: 'Keep it',
      close: 'Not now',
      metadata: { framingId: id, optionId },
    },
    [
      input('words', 'What else could be done?', textInput('value', { multiline: true, max: 1_000 }), {
        hint: 'Also without a model: a sign, a list, a phone call. What is dropped stays on the card with its reason.',
      }),
    ],
  );

export function judgeModal({ id, number, options }: Framing): types.ModalView {
  const choices = options.map((one) => ({ label: truncate(one.words ?? 'words taken away', 70), value: one.id }));
  return modal(
    {
      callbackId: viewIds.ideaJudge,
      title: `Idea ${number}: options`,
      submit: 'Save',
      close: 'Not now',
      metadata: { framingId: id },
    },
    [
      input(
        'option',
        'Which one?',
        select('value', 'Choose an option', choices, choices.length === 1 ? choices[0]?.value : undefined),
      ),
      input('verdict', 'What of it?', select('value', 'Choose', verdicts)),
      input('why', 'Why?', textInput('value', { multiline: true, max: 1_000 }), {
        optional: true,
        hint: 'Needed where it is dropped: whoever has the same idea next year will ask.',
      }),
    ],
  );
}

const verdicts = [
  { label: 'We take it', value: 'chosen' },
  { label: 'We drop it', value: 'dropped' },
  { label: 'Still open', value: 'open' },
];

const ends = {
  'not-worth': {
    title: 'Not worth a model',
    submit: 'End it',
    label: 'Why is it not worth a model?',
    hint: 'It stays on the card with your name, for whoever has the same idea next year.',
  },
  withdrawn: {
    title: 'Withdraw',
    submit: 'Withdraw',
    label: 'Why do you take it back?',
    hint: 'Its answers stay; it can be brought back.',
  },
  reopen: {
    title: 'Bring it back',
    submit: 'Bring it back',
    label: 'What has changed?',
    hint: 'Its answers and options stand as they stood; its people are told.',
  },
} as const;
export type IdeaEnd = keyof typeof ends;

export function endModal(idea: Pick<Framing, 'id' | 'number' | 'words'>, as: IdeaEnd, revision: number): types.ModalView {
  const { title, submit, label, hint } = ends[as];
  return modal({ callbackId: viewIds.ideaEnd, title, submit, close: 'Not now', metadata: { framingId: idea.id, as, revision } }, [
    createBlocks().section('about', `*Idea ${idea.number}:* ${mrkdwn(truncate(ideaWords(idea), 400), 600)}`),
    input('words', label, textInput('value', { multiline: true, max: wordsChars }), { hint }),
  ]);
}
