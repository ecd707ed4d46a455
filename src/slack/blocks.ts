import type { types } from '@slack/bolt';
import { sha256 } from '../shared/ids.ts';
import { plain, said, type Said } from './text.ts';

export type Block = types.KnownBlock;
export type ActionElement = types.ActionsBlockElement;
export type Accessory = types.SectionBlockAccessory;

/** A message as it would be sent; `text` is the notification and what a screen reader reads. */
export interface Outgoing {
  text: string;
  blocks: Block[];
}

/**
 * What a button carries back: the outbox message it stood in (absent where Slack keeps none), the revision that was
 * shown, and the thing it is about.
 */
export interface Carried {
  message?: string;
  revision?: number;
  kind: string;
  id: string;
}
export const carry = (carried: Carried): string => JSON.stringify(carried);

const text = (words: string, maxChars: number) => ({ type: 'plain_text' as const, text: plain(words, maxChars), emoji: true });

export interface ButtonOptions {
  style?: 'primary' | 'danger';
  label?: string;
}
export const button = (actionId: string, words: string, value: string, options: ButtonOptions = {}) => ({
  type: 'button' as const,
  action_id: actionId,
  text: text(words, 75),
  value,
  ...(options.style ? { style: options.style } : {}),
  ...(options.label ? { accessibility_label: plain(options.label, 75) } : {}),
});

export interface Choice {
  label: string;
  value: string;
}
const option = (choice: Choice) => ({ text: text(choice.label, 75), value: choice.value });

export function select(actionId: string, placeholder: string, choices: readonly Choice[], chosen?: string) {
  const initial = choices.find((choice) => choice.value === chosen);
  return {
    type: 'static_select' as const,
    action_id: actionId,
    placeholder: text(placeholder, 150),
    options: choices.map(option),
    ...(initial ? { initial_option: option(initial) } : {}),
  };
}

/** Last write wins at Slack's: a vote can be turned round, never taken back. */
export const usefulButtons = (actionId: string, carried: Carried) => ({
  type: 'feedback_buttons' as const,
  action_id: actionId,
  positive_button: {
    text: text('Useful', 75),
    value: carry({ ...carried, kind: `yes:${carried.kind}` }),
    accessibility_label: 'This was useful',
  },
  negative_button: {
    text: text('Not useful', 75),
    value: carry({ ...carried, kind: `no:${carried.kind}` }),
    accessibility_label: 'This was not useful',
  },
});

export type Blocks = ReturnType<typeof createBlocks>;

const maxNameChars = 200;
/** Of a name that is too long for Slack the beginning, and what tells it from others that begin so. */
const fitting = (given: string) => {
  const name = plain(given, given.length);
  return name.length <= maxNameChars ? name : `${name.slice(0, maxNameChars - 17)}:${sha256(name).slice(0, 16)}`;
};

/**
 * Makes the blocks of one message, each named by what it is about: `matter:<id>`, `useful`. The name stays through every
 * edit, so that Slack replaces nothing under a finger and keeps what a person put into a block. What is to lose that must
 * change its name, as a chart does with its data. A name that is used again gets a number.
 */
export function createBlocks() {
  const used = new Map<string, number>();
  const id = (name: string) => {
    const fitted = fitting(name);
    const count = (used.get(fitted) ?? 0) + 1;
    used.set(fitted, count);
    return { block_id: count === 1 ? fitted : `${fitted}~${count}` };
  };
  return {
    header: (name: string, words: string): Block => ({ type: 'header', ...id(name), text: text(words, 150) }),
    /** `words` is mrkdwn whose variable parts were escaped by `mrkdwn()`. */
    section: (name: string, words: string, accessory?: Accessory): Block => ({
      type: 'section',
      ...id(name),
      text: { type: 'mrkdwn', text: words },
      ...(accessory ? { accessory } : {}),
    }),
    /** Short values side by side, two a row where there is room; `words` and each of them are mrkdwn, at most ten. */
    fields: (name: string, words: string, values: readonly string[]): Block => ({
      type: 'section',
      ...id(name),
      text: { type: 'mrkdwn', text: words },
      fields: values.slice(0, 10).map((value) => ({ type: 'mrkdwn' as const, text: value })),
    }),
    /** Small print; a line that is plain text is escaped here. */
    context: (name: string, lines: readonly Said[]): Block => ({
      type: 'context',
      ...id(name),
      elements: lines.slice(0, 10).map((line) => ({ type: 'mrkdwn' as const, text: said(line, 1900) })),
    }),
    actions: (name: string, elements: ActionElement[]): Block => ({ type: 'actions', ...id(name), elements }),
    useful: (actionId: string, carried: Carried): Block => ({
      type: 'context_actions',
      ...id('useful'),
      elements: [usefulButtons(actionId, carried)],
    }),
    /** No title: a chart states its message itself. */
    image: (name: string, fileId: string, alt: string): Block => ({
      type: 'image',
      ...id(name),
      slack_file: { id: fileId },
      alt_text: plain(alt, 2000),
    }),
    divider: (name: string): Block => ({ type: 'divider', ...id(name) }),
  };
}

/** Input blocks keep fixed ids: a modal's answers are looked up by them. */
export const input = (
  blockId: string,
  label: string,
  element: types.InputBlock['element'],
  options: { optional?: boolean; hint?: string; dispatch?: boolean } = {},
): Block => ({
  type: 'input',
  block_id: blockId,
  label: text(label, 2000),
  element,
  ...(options.optional ? { optional: true } : {}),
  ...(options.dispatch ? { dispatch_action: true } : {}),
  ...(options.hint ? { hint: text(options.hint, 2000) } : {}),
});

export const textInput = (
  actionId: string,
  options: { multiline?: boolean; initial?: string; placeholder?: string; max?: number; typing?: boolean } = {},
) => ({
  type: 'plain_text_input' as const,
  action_id: actionId,
  max_length: options.max ?? 3000,
  ...(options.multiline ? { multiline: true } : {}),
  ...(options.initial ? { initial_value: options.initial } : {}),
  ...(options.placeholder ? { placeholder: text(options.placeholder, 150) } : {}),
  // Its block must say `dispatch` too. What was typed is heard of while the form is open: closed, it tells nothing.
  ...(options.typing ? { dispatch_action_config: { trigger_actions_on: ['on_character_entered' as const] } } : {}),
});

export const datePicker = (actionId: string, initial?: string) => ({
  type: 'datepicker' as const,
  action_id: actionId,
  ...(initial ? { initial_date: initial } : {}),
});

export interface ModalFrame {
  callbackId: string;
  title: string;
  submit?: string;
  close?: string;
  /** Comes back with the submission; ids only. */
  metadata?: Record<string, unknown>;
}
export const modal = (frame: ModalFrame, blocks: Block[]): types.ModalView => ({
  type: 'modal',
  callback_id: frame.callbackId,
  title: text(frame.title, 24),
  close: text(frame.close ?? 'Close', 24),
  ...(frame.submit ? { submit: text(frame.submit, 24) } : {}),
  private_metadata: JSON.stringify(frame.metadata ?? {}),
  blocks,
});
