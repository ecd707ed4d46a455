import { createElement as h, type ReactNode } from 'react';
import type { InteractiveElement, Option } from './block-elements.ts';
import type { StateValue, StateValues } from './model.ts';
import { plainWords } from './render-text.ts';
import { limits } from './slack-limits.ts';

export interface ControlContext {
  users: readonly { id: string; name: string }[];
  channels: readonly { id: string; name: string }[];
  state: StateValues;
  /** The input block's label names the control. */
  labelled?: boolean;
}

/** One element as a real form control, marked with where it stands (the attributes are listed in contract.ts). */
export function control(blockId: string, element: InteractiveElement, context: ControlContext): ReactNode {
  const actionId = element.action_id ?? '';
  const at = {
    'data-block-id': blockId,
    'data-action-id': actionId,
    'data-type': element.type,
    ...('confirm' in element && element.confirm !== undefined ? { 'data-confirm': JSON.stringify(element.confirm) } : {}),
  };
  const state = context.state[blockId]?.[actionId];
  switch (element.type) {
    case 'button': {
      const look = element.style === undefined ? '' : ` sb-${element.style}`;
      const link = element.url === undefined ? {} : { 'data-url': element.url };
      return h(
        'button',
        { type: 'button', className: `sb-button${look}`, 'aria-label': element.accessibility_label, ...at, ...link },
        plainWords(element.text.text),
      );
    }
    case 'icon_button':
      return h(
        'button',
        { type: 'button', className: 'sb-button sb-icon', title: element.text.text, ...at },
        plainWords(element.text.text),
      );
    case 'feedback_buttons':
      return h(
        'span',
        { className: 'sb-feedback', role: 'group' },
        ...[element.positive_button, element.negative_button].map((one, index) =>
          h(
            'button',
            {
              key: one.value,
              type: 'button',
              className: 'sb-button sb-feedback-button',
              'aria-label': one.accessibility_label,
              ...at,
              'data-value': one.value,
            },
            `${index === 0 ? '👍' : '👎'} ${plainWords(one.text.text)}`,
          ),
        ),
      );
    case 'overflow':
      return overflowMenu(element, at);
    case 'radio_buttons':
    case 'checkboxes':
      return choiceGroup(element, at, state);
    case 'file_input':
      return fileField(element, at, state);
    case 'channels_select':
    case 'conversations_select':
    case 'datepicker':
    case 'email_text_input':
    case 'multi_static_select':
    case 'multi_users_select':
    case 'number_input':
    case 'plain_text_input':
    case 'static_select':
    case 'timepicker':
    case 'url_text_input':
    case 'users_select':
      return field(element, at, state, context);
  }
}

type Marks = Record<string, string>;

function overflowMenu(element: Extract<InteractiveElement, { type: 'overflow' }>, at: Marks): ReactNode {
  return h(
    'details',
    { className: 'sb-overflow' },
    h('summary', { 'aria-label': 'More' }, '⋯'),
    ...element.options.map((option) =>
      h(
        'button',
        { key: option.value, type: 'button', className: 'sb-option', ...at, 'data-value': option.value },
        plainWords(option.text.text),
      ),
    ),
  );
}

function choiceGroup(
  element: Extract<InteractiveElement, { type: 'radio_buttons' | 'checkboxes' }>,
  at: Marks,
  state: StateValue | undefined,
): ReactNode {
  const chosen = valuesOf(state);
  const type = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  const name = `${at['data-block-id']}/${at['data-action-id']}`;
  return h(
    'div',
    { className: 'sb-choices', role: type === 'radio' ? 'radiogroup' : 'group', ...at },
    ...element.options.map((option) =>
      h(
        'label',
        { key: option.value, className: 'sb-choice' },
        h('input', { type, name, value: option.value, defaultChecked: chosen.includes(option.value) }),
        h('span', null, plainWords(option.text.text)),
        option.description === undefined ? null : h('small', null, plainWords(option.description.text)),
      ),
    ),
  );
}

/** The page uploads what is chosen, and keeps the ids with the names in data-files. */
function fileField(
  element: Extract<InteractiveElement, { type: 'file_input' }>,
  at: Marks,
  state: StateValue | undefined,
): ReactNode {
  const most = element.max_files ?? limits.inputFiles;
  return h(
    'span',
    { className: 'sb-files' },
    h('input', {
      className: 'sb-field',
      type: 'file',
      accept: element.filetypes?.map((type) => `.${type}`).join(','),
      multiple: most > 1,
      'data-files': JSON.stringify(state?.['files'] ?? []),
      'data-most': String(most),
      ...at,
    }),
  );
}

type FieldElement = Exclude<
  InteractiveElement,
  { type: 'file_input' | 'button' | 'icon_button' | 'feedback_buttons' | 'overflow' | 'radio_buttons' | 'checkboxes' }
>;

function field(element: FieldElement, at: Marks, state: StateValue | undefined, context: ControlContext): ReactNode {
  const chosen = valuesOf(state);
  const text = chosen[0] ?? '';
  const placeholder = element.placeholder?.text;
  const dispatch =
    'dispatch_action_config' in element
      ? { 'data-dispatch-on': element.dispatch_action_config?.trigger_actions_on.join(' ') }
      : {};
  const input = (type: string, more: Record<string, unknown> = {}) =>
    h('input', {
      className: 'sb-field',
      type,
      defaultValue: text,
      placeholder,
      autoFocus: element.focus_on_load,
      ...at,
      ...dispatch,
      ...more,
    });
  const named: Marks = context.labelled === true ? at : { ...at, 'aria-label': placeholder ?? 'Choose an option' };
  const people = context.users.map((user) => ({ value: user.id, label: user.name }));
  const places = context.channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
  switch (element.type) {
    case 'plain_text_input': {
      const length = { minLength: element.min_length, maxLength: element.max_length ?? 3000 };
      if (element.multiline !== true) return input('text', length);
      return h('textarea', {
        className: 'sb-field',
        rows: 4,
        defaultValue: text,
        placeholder,
        autoFocus: element.focus_on_load,
        ...at,
        ...dispatch,
        ...length,
      });
    }
    case 'number_input':
      return input('number', { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? 'any' : 1 });
    case 'email_text_input':
      return input('email');
    case 'url_text_input':
      return input('url');
    case 'datepicker':
      return input('date');
    case 'timepicker':
      return input('time');
    case 'users_select':
    case 'multi_users_select':
      return select(named, element.type.startsWith('multi'), people, chosen, placeholder);
    case 'channels_select':
    case 'conversations_select':
      return select(named, false, places, chosen, placeholder);
    case 'static_select':
    case 'multi_static_select': {
      const groups = element.option_groups?.map((group) => ({ label: group.label.text, options: group.options.map(choiceOf) }));
      return select(
        named,
        element.type.startsWith('multi'),
        groups ?? (element.options ?? []).map(choiceOf),
        chosen,
        placeholder,
      );
    }
  }
}

interface Choice {
  value: string;
  label: string;
}
const choiceOf = (option: Option): Choice => ({ value: option.value, label: plainWords(option.text.text) });

function select(
  at: Marks,
  multiple: boolean,
  choices: readonly (Choice | { label: string; options: Choice[] })[],
  chosen: readonly string[],
  placeholder: string | undefined,
): ReactNode {
  const one = (choice: Choice) => h('option', { key: choice.value, value: choice.value }, choice.label);
  const items = choices.map((choice) =>
    'options' in choice ? h('optgroup', { key: choice.label, label: choice.label }, choice.options.map(one)) : one(choice),
  );
  const first = multiple ? null : h('option', { value: '' }, plainWords(placeholder ?? 'Choose an option'));
  return h(
    'select',
    { className: 'sb-field', multiple, defaultValue: multiple ? [...chosen] : (chosen[0] ?? ''), ...at },
    first,
    ...items,
  );
}

/** What a state holds as plain values: text, date, ids, or the values of options. */
export function valuesOf(state: StateValue | undefined): string[] {
  return Object.entries(state ?? {}).flatMap(([key, held]) => {
    if (key === 'type') return [];
    return (Array.isArray(held) ? held : [held]).flatMap((one: unknown) => {
      if (typeof one === 'string') return [one];
      return typeof one === 'object' && one !== null && 'value' in one && typeof one.value === 'string' ? [one.value] : [];
    });
  });
}
