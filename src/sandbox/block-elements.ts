import { z } from 'zod';
import { limits } from './slack-limits.ts';

// Strict: a field that Slack does not document is refused, so that a typing slip is seen.
const text = (max: number) =>
  z
    .string()
    .min(1, 'must be more than 0 characters')
    .max(max, `must be less than ${max + 1} characters`);
export const id = text(limits.id);
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });
export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.boolean().optional() });
export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

const confirm = z
  .strictObject({
    title: plainText(limits.confirmTitle),
    text: anyText(limits.confirmText),
    confirm: plainText(limits.confirmButton),
    deny: plainText(limits.confirmButton),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .optional();
const option = z.strictObject({
  text: plainText(limits.optionText),
  value: text(limits.optionValue),
  description: plainText(limits.optionText).optional(),
});
/** Radio buttons and checkboxes may have mrkdwn. */
const choice = z.strictObject({
  ...option.shape,
  text: anyText(limits.optionText),
  description: anyText(limits.optionText).optional(),
});
const overflowOption = z.strictObject({ ...option.shape, url: z.string().max(limits.optionUrl).optional() });
const group = z.strictObject({ label: plainText(limits.optionText), options: z.array(option).min(1).max(limits.options) });
const placeholder = plainText(limits.placeholder).optional();
const actionable = { action_id: id.optional() };
const pickable = { ...actionable, confirm, focus_on_load: z.boolean().optional(), placeholder };
const optionLists = {
  options: z.array(option).min(1).max(limits.options).optional(),
  option_groups: z.array(group).min(1).max(limits.options).optional(),
};
const many = { max_selected_items: z.int().min(1).optional() };
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date as YYYY-MM-DD');
const dispatch = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
  focus_on_load: z.boolean().optional(),
  placeholder,
};

const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  text: plainText(limits.buttonText),
  value: z.string().max(limits.buttonValue).optional(),
  url: z.string().max(limits.url).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm,
  accessibility_label: z.string().max(limits.accessibilityLabel).optional(),
});
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...pickable,
  ...optionLists,
  initial_option: option.optional(),
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...pickable,
  ...optionLists,
  ...many,
  initial_options: z.array(option).min(1).max(limits.options).optional(),
});
const usersSelect = z.strictObject({ type: z.literal('users_select'), ...pickable, initial_user: z.string().optional() });
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...pickable,
  ...many,
  initial_users: z.array(z.string()).max(limits.options).optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...pickable,
  initial_conversation: z.string().optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...pickable,
  initial_channel: z.string().optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionable,
  options: z.array(overflowOption).min(1).max(limits.overflowOptions),
  confirm,
});
const datepicker = z.strictObject({ type: z.literal('datepicker'), ...pickable, initial_date: day.optional() });
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...pickable,
  initial_time: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .optional(),
  timezone: z.string().optional(),
});
const choices = {
  ...actionable,
  confirm,
  focus_on_load: z.boolean().optional(),
  options: z.array(choice).min(1).max(limits.choiceOptions),
};
const radioButtons = z.strictObject({ type: z.literal('radio_buttons'), ...choices, initial_option: choice.optional() });
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...choices,
  initial_options: z.array(choice).min(1).optional(),
});
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...actionable,
  ...dispatch,
  initial_value: z.string().max(limits.inputLength).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(limits.inputLength).optional(),
  max_length: z.int().min(1).max(limits.inputLength).optional(),
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...actionable,
  ...dispatch,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...actionable,
  ...dispatch,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...actionable,
  ...dispatch,
  initial_value: z.string().optional(),
});

/** Only in input blocks of modals; without `filetypes` any is taken. */
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...actionable,
  filetypes: z
    .array(z.string().regex(/^[a-z0-9]{1,20}$/i, 'must be a file extension without a dot'))
    .min(1)
    .optional(),
  max_files: z.int().min(1).max(limits.inputFiles).optional(),
});

const feedbackButton = z.strictObject({
  text: plainText(limits.buttonText),
  value: z.string().max(limits.buttonValue),
  accessibility_label: z.string().max(limits.accessibilityLabel).optional(),
});
const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  ...actionable,
  positive_button: feedbackButton,
  negative_button: feedbackButton,
});
const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...actionable,
  icon: z.literal('trash'),
  text: plainText(limits.buttonText),
  value: z.string().max(limits.buttonValue).optional(),
  confirm,
  accessibility_label: z.string().max(limits.accessibilityLabel).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

const slackFile = z.strictObject({ id: z.string().optional(), url: z.string().optional() });
export const imageSource = {
  image_url: z
    .string()
    .max(limits.url)
    .regex(/^https?:\/\//, 'must be an http or https URL')
    .optional(),
  slack_file: slackFile.optional(),
  alt_text: text(limits.altText),
};
export const imageElement = z.strictObject({ type: z.literal('image'), ...imageSource });
export const buttonElement = button;

const selects = [staticSelect, multiStaticSelect, usersSelect, multiUsersSelect, conversationsSelect, channelsSelect] as const;
const pickers = [datepicker, timepicker, radioButtons, checkboxes] as const;
export const actionsElement = z.discriminatedUnion('type', [button, ...selects, overflow, ...pickers]);
export const accessoryElement = z.discriminatedUnion('type', [imageElement, button, ...selects, overflow, ...pickers]);
export const inputElement = z.discriminatedUnion('type', [
  ...selects,
  ...pickers,
  plainTextInput,
  numberInput,
  emailInput,
  urlInput,
  fileInput,
]);
export const contextActionsElement = z.discriminatedUnion('type', [feedbackButtons, iconButton]);

export type InteractiveElement =
  | z.infer<typeof actionsElement>
  | z.infer<typeof inputElement>
  | z.infer<typeof contextActionsElement>;
export type Option = z.infer<typeof choice>;
export type ImageSource = {
  image_url?: string | undefined;
  slack_file?: { id?: string | undefined; url?: string | undefined } | undefined;
  alt_text: string;
};
