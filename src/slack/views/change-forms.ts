import type { types } from '@slack/bolt';
import { actionIds, viewIds } from '../action-ids.ts';
import { createBlocks, datePicker, input, modal, select, textInput, type Block } from '../blocks.ts';
import type { ChangeForm, SettleForm } from '../change-verbs.ts';
import type { TypedBefore } from '../flag-verbs.ts';
import { checkboxes } from '../elements.ts';
import { mrkdwn } from '../text.ts';
import { quoted } from './change-words.ts';

const reads = 'Names and numbers of customers are taken out before anybody reads it.';

/** Under this name what is typed is kept until it is sent. */
export const changeDraft = 'change';
/** Of what became of a change for one model. */
export const settleDraft = 'change-settle';
const maxNameChars = 100;
export const settleDraftOf = (changeId: string, modelId: string): string =>
  `${settleDraft}:${changeId}:${modelId}`.slice(0, maxNameChars);

export function changeModal(form: ChangeForm): types.ModalView {
  const make = createBlocks();
  return modal({ callbackId: viewIds.change, title: 'A change to come', submit: 'Tell', close: 'Not now' }, [
    ...(form.typedAt
      ? [make.section('typed', `This is what you wrote on ${mrkdwn(form.typedAt, 60)} and did not send yet.`)]
      : []),
    input(
      'words',
      'What changes?',
      textInput(`${actionIds.typed}:${changeDraft}`, {
        multiline: true,
        typing: true,
        placeholder: 'A new product line, another timetable, new prices, …',
        ...(form.words ? { initial: form.words } : {}),
      }),
      { hint: reads, dispatch: true },
    ),
    input('startsOn', 'From which day?', datePicker('value', form.startsOn)),
    input('endsOn', 'Until which day?', datePicker('value', form.endsOn), {
      optional: true,
      hint: 'Leave it empty when it stays.',
    }),
    ...touchBlocks(form),
  ]);
}

export const touchModal = (form: ChangeForm & { changeId: string; number: number }): types.ModalView =>
  modal(
    {
      callbackId: viewIds.changeTouches,
      title: 'What it touches',
      submit: 'Tell them',
      close: 'Not now',
      metadata: { changeId: form.changeId },
    },
    [createBlocks().section('about', `*Change ${form.number}*\n${quoted(form.words, 500)}`), ...touchBlocks(form)],
  );

function touchBlocks({ choices, others, other }: ChangeForm): Block[] {
  const boxes = choices.map(({ modelId, title, why, ticked }) => ({
    ticked,
    label: why ? `${title} (${why})` : title,
    value: modelId,
  }));
  return [
    ...(boxes.length > 0
      ? [
          input(
            'models',
            'Which models may feel it?',
            checkboxes(
              'value',
              boxes,
              boxes.filter((one) => one.ticked),
            ),
            {
              optional: true,
              hint: 'Whoever looks after a model you tick is asked to look. Not sure? Tick it.',
            },
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          input(
            'other',
            boxes.length > 0 ? 'Another one' : 'Which model may feel it?',
            select('value', 'Choose a model', others, other),
            { optional: true },
          ),
        ]
      : []),
  ];
}

export function settleTouchModal(form: SettleForm, typed?: TypedBefore): types.ModalView {
  const { versions } = form;
  const make = createBlocks();
  const newest = versions.find((one) => String(one) === typed?.values['version']) ?? versions.at(-1);
  const words = typed?.values['words'];
  const retrained = versions.length > 0 ? [{ label: 'It was trained anew, after the change', value: 'retrained' }] : [];
  const hows = [
    ...retrained,
    { label: 'I checked: it has no effect', value: 'no-effect' },
    { label: 'Nothing is done, and I say why', value: 'refused' },
  ];
  return modal(
    {
      callbackId: viewIds.changeSettle,
      title: 'What became of it',
      submit: 'Tell',
      close: 'Not now',
      metadata: { changeId: form.changeId, modelId: form.modelId },
    },
    [
      make.section(
        'about',
        `*${mrkdwn(form.modelName, 120)}* and change ${form.number}, ${mrkdwn(form.dates, 80)}\n${quoted(form.words, 500)}`,
      ),
      ...(typed ? [make.context('typed', [`This is what you wrote on ${typed.typedAt} and did not send yet.`])] : []),
      input('how', 'What became of it?', select('value', 'Choose one', hows, typed?.values['how'])),
      ...(newest === undefined
        ? [
            make.context('untrained', [
              'No version has learned from data after the change yet; once one is registered, you can say so here.',
            ]),
          ]
        : [
            input(
              'version',
              'Which version was trained anew?',
              select(
                'value',
                'Choose a version',
                versions.map((one) => ({ label: `Version ${one}`, value: String(one) })),
                String(newest),
              ),
              { optional: true },
            ),
          ]),
      input(
        'words',
        'In your words',
        textInput(`${actionIds.typed}:${settleDraftOf(form.changeId, form.modelId)}`, {
          multiline: true,
          max: 2000,
          typing: true,
          ...(words ? { initial: words } : {}),
        }),
        {
          optional: true,
          dispatch: true,
          hint: 'Needed where nothing is done, and where something stood out in the week that was checked. Whoever told of the change reads it.',
        },
      ),
    ],
  );
}

export const withdrawChangeModal = (changeId: string): types.ModalView =>
  modal(
    {
      callbackId: viewIds.changeWithdraw,
      title: 'It does not come',
      submit: 'Take it back',
      close: 'Keep it',
      metadata: { changeId },
    },
    [
      createBlocks().section('about', 'Everybody who was asked hears that the change does not come after all.'),
      input('words', 'Why?', textInput('value', { multiline: true, max: 2000 }), { optional: true, hint: reads }),
    ],
  );
