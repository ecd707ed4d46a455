import type { types } from '@slack/bolt';
import { actionKinds } from '../../db/schema/feedback.ts';
import { actionWords } from '../../feedback/action-words.ts';
import { actionIds, viewIds } from '../action-ids.ts';
import { button, createBlocks, datePicker, input, modal, select, textInput, type Block, type Choice } from '../blocks.ts';
import type { ActionVersions } from '../case-verbs.ts';
import { mrkdwn, plain } from '../text.ts';
import {
  aboutText,
  actionText,
  kindLabels,
  quote,
  stillLabels,
  surenessLabels,
  type CaseActionView,
  type CaseView,
} from './case-words.ts';
import { servingButton } from './serving-buttons.ts';

/** What every form about a case is opened with. */
export interface CaseForm {
  view: CaseView;
  /** The revision that the person saw when they clicked. */
  revision: number;
}
const metadataOf = ({ view, revision }: CaseForm) => ({ caseId: view.caseId, revision });

const wordsChars = 3000;
const words = (
  label: string,
  options: { hint?: string; optional?: boolean; placeholder?: string; name?: string } = {},
): Block => {
  const { hint, optional, placeholder, name = 'words' } = options;
  return input(
    name,
    label,
    textInput('value', {
      multiline: true,
      max: wordsChars,
      ...(placeholder ? { placeholder } : {}),
    }),
    { ...(optional ? { optional } : {}), ...(hint ? { hint } : {}) },
  );
};
const reads = 'Names and numbers of customers are taken out before anybody reads it.';

const aboutBlock = ({ number, words: said, ...view }: CaseView): Block =>
  createBlocks().section('about', `*Case ${number}* · ${aboutText(view)}\n${said ? quote(said, 500) : '> (taken back)'}`);

const labelsOf = (labels: Record<string, string>): Choice[] => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What was not asked when it was flagged; each part by itself and none of it required. */
export function describeModal(form: CaseForm): types.ModalView {
  const { view } = form;
  const who = mrkdwn(view.owner ?? 'whoever answers', 80);
  const where = { max: 200, placeholder: 'An airport, a product, a kind of customer' };
  return modal(
    { callbackId: viewIds.caseDescribe, title: 'Say more', submit: 'Send', close: 'Not now', metadata: metadataOf(form) },
    [
      createBlocks().section('about', `Case ${view.number}. Answer what you can; every bit helps *${who}* to find it.`),
      input('kind', 'What kind of problem is it?', select('value', 'Choose one', labelsOf(kindLabels), view.kind), {
        optional: true,
      }),
      input('still', 'Does it still happen?', select('value', 'Choose one', labelsOf(stillLabels), view.still), {
        optional: true,
      }),
      input('sureness', 'How sure are you?', select('value', 'Choose one', labelsOf(surenessLabels), view.sureness), {
        optional: true,
      }),
      input(
        'segment',
        'Where does it show?',
        textInput('value', { ...where, ...(view.segment ? { initial: plain(view.segment, 200) } : {}) }),
        {
          optional: true,
        },
      ),
      words('What did it cost, or whom did it hurt?', { name: 'harm', optional: true, hint: reads }),
      words('If it was right and did not help: what was done then?', {
        name: 'wasDone',
        optional: true,
        placeholder: 'It said …, so we …, and then …',
      }),
    ],
  );
}

export const askFlaggerModal = (form: CaseForm): types.ModalView =>
  modal(
    {
      callbackId: viewIds.caseAsk,
      title: `Ask ${short(form.view.flagger)}`,
      submit: 'Ask',
      close: 'Not now',
      metadata: metadataOf(form),
    },
    [
      aboutBlock(form.view),
      words('What would you like to know?', {
        placeholder: 'Which flights were these, and what did you expect?',
        hint: `${form.view.flagger} gets it as a direct message, so write it in their words, not in ours.`,
      }),
    ],
  );

export const replyModal = (form: CaseForm): types.ModalView =>
  modal({ callbackId: viewIds.caseReply, title: 'Reply', submit: 'Send', close: 'Not now', metadata: metadataOf(form) }, [
    form.view.question
      ? createBlocks().section(
          'about',
          `*${mrkdwn(form.view.question.by, 80)} asks about case ${form.view.number}:*\n${quote(form.view.question.words, 1500)}`,
        )
      : aboutBlock(form.view),
    words('Your reply', { hint: reads }),
  ]);

export const declineModal = (form: CaseForm): types.ModalView =>
  modal({ callbackId: viewIds.caseDecline, title: 'Decline', submit: 'Decline', close: 'Not now', metadata: metadataOf(form) }, [
    aboutBlock(form.view),
    words('Why not?', {
      hint: `${form.view.flagger} reads this, so say it in everyday words. They may ask for a second look by somebody else.`,
    }),
  ]);

export const contestModal = (form: CaseForm): types.ModalView =>
  modal(
    {
      callbackId: viewIds.caseContest,
      title: 'A second look',
      submit: 'Ask for it',
      close: 'Not now',
      metadata: metadataOf(form),
    },
    [
      ...(form.view.decline
        ? [
            createBlocks().section(
              'about',
              `*${mrkdwn(form.view.decline.by, 80)} declined it:*\n${quote(form.view.decline.words, 1500)}`,
            ),
          ]
        : [aboutBlock(form.view)]),
      words('What do you see otherwise?', { hint: 'Somebody who has not decided on it yet looks at it.' }),
    ],
  );

export const reopenModal = (form: CaseForm): types.ModalView =>
  modal(
    {
      callbackId: viewIds.caseReopen,
      title: 'Still not right',
      submit: 'Open it again',
      close: 'Not now',
      metadata: metadataOf(form),
    },
    [
      aboutBlock(form.view),
      words('What is still wrong?', { hint: `${form.view.owner ?? 'Whoever answers for it'} hears of it at once. ${reads}` }),
    ],
  );

export const finishModal = (form: CaseForm): types.ModalView =>
  modal(
    {
      callbackId: viewIds.caseFinish,
      title: 'You said, we did',
      submit: `Tell ${short(form.view.flagger)}`,
      close: 'Not yet',
      metadata: metadataOf(form),
    },
    [
      aboutBlock(form.view),
      words('What is different now?', {
        hint: `${form.view.flagger} reads this beside the figures of then and now, and says whether it is better.`,
      }),
    ],
  );

export const mergeModal = (form: CaseForm & { others: Choice[] }): types.ModalView => {
  const { others, view } = form;
  const frame = { callbackId: viewIds.caseMerge, title: 'Same as another case', close: 'Not now', metadata: metadataOf(form) };
  if (others.length === 0)
    return modal(frame, [aboutBlock(view), createBlocks().section('none', 'There is no other open case about this model.')]);
  return modal({ ...frame, submit: 'Join them' }, [
    aboutBlock(view),
    input('into', 'It is the same as', select('value', 'Choose a case', others.slice(0, 100)), {
      hint: 'Everybody who said it is heard in that one, and told so. What they wrote stays.',
    }),
  ]);
};

export const handModal = (form: CaseForm & { teams: Choice[] }): types.ModalView =>
  modal({ callbackId: viewIds.caseHand, title: 'Hand over', submit: 'Hand over', close: 'Not now', metadata: metadataOf(form) }, [
    aboutBlock(form.view),
    ...(form.teams.length > 0
      ? [input('team', 'To another team', select('value', 'Choose a team', form.teams.slice(0, 100)), { optional: true })]
      : []),
    input(
      'to',
      form.teams.length > 0 ? 'Or to a person' : 'To whom?',
      { type: 'users_select', action_id: 'value' },
      { optional: true },
    ),
    words('What should they know?', {
      optional: true,
      hint: `${form.view.flagger} sees who has it now. Both teams keep reading along.`,
    }),
  ]);

export const settleModal = (form: { action: CaseActionView; caseNumber: number }): types.ModalView =>
  modal(
    { callbackId: viewIds.caseSettle, title: 'Done?', submit: 'Save', close: 'Not yet', metadata: { actionId: form.action.id } },
    [
      createBlocks().section(
        'about',
        `*Case ${form.caseNumber}*\n${actionWords[form.action.kind]}${form.action.words ? `: ${mrkdwn(form.action.words, 600)}` : ''}`,
      ),
      input('outcome', 'Is it done?', {
        type: 'radio_buttons',
        action_id: 'value',
        options: [isDone, isDropped],
        initial_option: isDone,
      }),
      words('What came of it?', { optional: true, hint: 'A sentence that both sides read.' }),
    ],
  );
/** Which version it takes; the newest is proposed. */
export function versionModal(form: ActionVersions): types.ModalView {
  const { actionId, modelId, modelName, environment, live, mayServe, versions } = form;
  const make = createBlocks();
  const frame = { callbackId: viewIds.caseVersion, title: 'Ask for promotion' };
  const now =
    live === null ? `Nothing of ${mrkdwn(modelName, 120)} is live yet.` : `Version ${live} of ${mrkdwn(modelName, 120)} is live.`;
  const back = mayServe
    ? [make.section('back', 'To go back to an earlier version, or to pause it, nobody has to agree.', servingButton(modelId))]
    : [];
  const about = make.section('about', `*Case ${form.caseNumber}:* ${actionText(form.action)}\n${now}`);
  if (versions.length === 0)
    return modal({ ...frame, close: 'Close' }, [
      about,
      make.section('none', 'There is no other version to ask for. Register the new one first; then ask here again.'),
      ...back,
    ]);
  return modal({ ...frame, submit: 'Next', close: 'Not now', metadata: { actionId, modelId, environment } }, [
    about,
    input('version', 'Which version should go live?', select('value', 'Version', versions, versions[0]?.value)),
    ...back,
  ]);
}

const isDone = { text: { type: 'plain_text' as const, text: 'It is done' }, value: 'done' };
const isDropped = { text: { type: 'plain_text' as const, text: 'It will not be done after all' }, value: 'dropped' };

export interface AnswerForm extends CaseForm {
  /** How many things to be done the form asks for. */
  count: number;
  /** Slack user of whoever fills it in: what is to be done is theirs unless they choose another. */
  userId: string;
  /** `2001-04-20` */
  suggestedDue: string;
}
export const maxPlanned = 5;

/** What was found, and what is done about it: a person and a day each. “Nothing” is an answer too. */
export function caseAnswerModal(form: AnswerForm): types.ModalView {
  const { view, count, userId, suggestedDue } = form;
  const make = createBlocks();
  const kinds = actionKinds.map((value) => ({ value, label: actionWords[value] }));
  const planned = Array.from({ length: Math.min(count, maxPlanned) }, (_, at): Block[] => [
    ...(at > 0 ? [make.divider(`line-${at}`)] : []),
    input(`kind-${at}`, at === 0 ? 'What will be done?' : 'And what else?', select('value', 'Choose one', kinds)),
    input(`what-${at}`, 'In a few words', textInput('value', { max: 500, placeholder: 'So that others know when it is done' }), {
      optional: true,
    }),
    input(`who-${at}`, 'By whom?', { type: 'users_select', action_id: 'value', initial_user: userId }),
    input(`due-${at}`, 'By when?', datePicker('value', suggestedDue)),
  ]);
  return modal(
    {
      callbackId: viewIds.caseAnswer,
      title: `Answer case ${view.number}`,
      submit: 'Answer',
      close: 'Not now',
      metadata: { ...metadataOf(form), count, userId, suggestedDue },
    },
    [
      aboutBlock(view),
      words('Your answer', {
        placeholder: 'What you found, in words that they would use',
        hint: `${view.flagger} reads it as a direct message.`,
      }),
      ...planned.flat(),
      ...(count < maxPlanned
        ? [make.actions('more', [button(actionIds.casePlan, 'Something else as well', String(count))])]
        : []),
    ],
  );
}

const short = (name: string): string => (name.split(' ')[0] ?? name).slice(0, 12);
