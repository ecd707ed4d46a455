import { actionElements, findElement } from './block-parts.ts';
import type { InteractiveElement, Option } from './block-elements.ts';
import type { SlackBlock } from './block-schemas.ts';
import type { FormValues, SimpleValue } from './contract.ts';
import type { StateValue, StateValues } from './model.ts';

/** State of all elements that hold a value: what was there for the same block_id and action_id, else the initial value. */
export function stateOf(blocks: readonly SlackBlock[], before: StateValues = {}): StateValues {
  const state: StateValues = {};
  for (const block of blocks) {
    for (const element of actionElements(block)) {
      const initial = initialValue(element);
      if (initial === undefined) continue;
      const kept = before[block.block_id ?? '']?.[element.action_id ?? ''];
      (state[block.block_id ?? ''] ??= {})[element.action_id ?? ''] = kept?.type === element.type ? kept : initial;
    }
  }
  return state;
}

/** Puts what a person entered into the state. Returns what is wrong with it, by block_id, in Slack's own words. */
export function enter(blocks: readonly SlackBlock[], state: StateValues, values: FormValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [blockId, byAction] of Object.entries(values)) {
    for (const [actionId, value] of Object.entries(byAction)) {
      const found = findElement(blocks, blockId, actionId);
      const next = found === undefined ? undefined : valueOf(found.element, value);
      if (next === undefined) errors[blockId] = `There is no input ${actionId} in block ${blockId} that takes this value.`;
      else (state[blockId] ??= {})[actionId] = next;
    }
  }
  return errors;
}

/** What Slack's own form refuses before the app hears of it. By block_id. */
export function formErrors(blocks: readonly SlackBlock[], state: StateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const value = state[block.block_id ?? '']?.[block.element.action_id ?? ''];
    const wrong = isEmpty(value)
      ? block.optional
        ? undefined
        : 'Please complete this required field.'
      : wrongText(block.element, value);
    if (wrong !== undefined) errors[block.block_id ?? ''] = wrong;
  }
  return errors;
}

function isEmpty(value: StateValue | undefined): boolean {
  const held = Object.entries(value ?? {}).filter(([key]) => key !== 'type');
  return held.every(([, one]) => one === null || one === undefined || one === '' || (Array.isArray(one) && one.length === 0));
}

function wrongText(element: InteractiveElement, state: StateValue | undefined): string | undefined {
  const held = state?.['value'];
  const text = typeof held === 'string' ? held : '';
  switch (element.type) {
    case 'plain_text_input':
      if (text.length < (element.min_length ?? 0)) return `Please enter at least ${element.min_length} characters.`;
      return text.length > (element.max_length ?? 3000)
        ? `Please enter at most ${element.max_length ?? 3000} characters.`
        : undefined;
    case 'number_input': {
      const number = Number(text);
      if (Number.isNaN(number) || (!element.is_decimal_allowed && !Number.isInteger(number)))
        return 'Please enter a valid number.';
      if (number < Number(element.min_value ?? -Infinity)) return `Please enter a number of at least ${element.min_value}.`;
      return number > Number(element.max_value ?? Infinity)
        ? `Please enter a number of at most ${element.max_value}.`
        : undefined;
    }
    case 'email_text_input':
      return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.';
    case 'button':
    case 'channels_select':
    case 'checkboxes':
    case 'conversations_select':
    case 'datepicker':
    case 'feedback_buttons':
    case 'file_input':
    case 'icon_button':
    case 'multi_static_select':
    case 'multi_users_select':
    case 'overflow':
    case 'radio_buttons':
    case 'static_select':
    case 'timepicker':
    case 'users_select':
      return undefined;
  }
}

function initialValue(element: InteractiveElement): StateValue | undefined {
  const { type } = element;
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'file_input':
      return { type, files: [] };
    case 'button':
    case 'feedback_buttons':
    case 'icon_button':
    case 'overflow':
      return undefined;
  }
}

/** The state that a simple value stands for; undefined when the element does not take it. */
export function valueOf(element: InteractiveElement, value: SimpleValue): StateValue | undefined {
  const { type } = element;
  const one = typeof value === 'string' && value !== '' ? value : null;
  const several = Array.isArray(value) ? value : one === null ? [] : [one];
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons': {
      const option = optionsOf(element).find((candidate) => candidate.value === one);
      return one !== null && option === undefined ? undefined : { type, selected_option: option ?? null };
    }
    case 'overflow': {
      const option = element.options.find((candidate) => candidate.value === one);
      return option === undefined ? undefined : { type, selected_option: option };
    }
    case 'multi_static_select':
    case 'checkboxes': {
      const chosen = optionsOf(element).filter((option) => several.includes(option.value));
      return chosen.length === several.length ? { type, selected_options: chosen } : undefined;
    }
    case 'users_select':
      return { type, selected_user: one };
    case 'multi_users_select':
      return { type, selected_users: several };
    case 'conversations_select':
      return { type, selected_conversation: one };
    case 'channels_select':
      return { type, selected_channel: one };
    case 'datepicker':
      return one === null || /^\d{4}-\d{2}-\d{2}$/.test(one) ? { type, selected_date: one } : undefined;
    case 'timepicker':
      return one === null || /^\d{2}:\d{2}$/.test(one) ? { type, selected_time: one } : undefined;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return Array.isArray(value) ? undefined : { type, value: one };
    case 'file_input':
      return { type, files: several.map((id) => ({ id })) };
    case 'button':
    case 'feedback_buttons':
    case 'icon_button':
      return undefined;
  }
}

export function optionsOf(element: InteractiveElement): Option[] {
  if (element.type === 'radio_buttons' || element.type === 'checkboxes' || element.type === 'overflow') return element.options;
  if (element.type !== 'static_select' && element.type !== 'multi_static_select') return [];
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
}
