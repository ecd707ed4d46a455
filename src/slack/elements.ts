import { plain } from './text.ts';

/** Controls that only decisions need; the common ones are in blocks.ts. */

const text = (words: string, maxChars: number) => ({ type: 'plain_text' as const, text: plain(words, maxChars), emoji: true });

export interface Option {
  label: string;
  value: string;
}
const option = ({ label, value }: Option) => ({ text: text(label, 75), value });

/** The ⋯ menu; at most five options, whose values come back as the chosen one. */
export const overflow = (actionId: string, options: readonly Option[]) => ({
  type: 'overflow' as const,
  action_id: actionId,
  options: options.slice(0, 5).map(option),
});

export const usersSelect = (actionId: string, placeholder: string, chosen?: string) => ({
  type: 'users_select' as const,
  action_id: actionId,
  placeholder: text(placeholder, 150),
  ...(chosen ? { initial_user: chosen } : {}),
});

/** At most ten boxes. */
export const checkboxes = (actionId: string, options: readonly Option[], ticked: readonly Option[] = []) => ({
  type: 'checkboxes' as const,
  action_id: actionId,
  options: options.slice(0, 10).map(option),
  // Slack refuses an empty list.
  ...(ticked.length > 0 ? { initial_options: ticked.map(option) } : {}),
});

/** A file from the person's own machine; what it is must be looked at all the same. */
export const fileInput = (actionId: string, filetypes: string[], maxFiles = 1) => ({
  type: 'file_input' as const,
  action_id: actionId,
  filetypes,
  max_files: maxFiles,
});

export interface Confirm {
  title: string;
  /** What will be so afterwards; at most 300 characters are shown. */
  words: string;
  yes: string;
  no?: string;
}
/** Slack's own dialog before a click counts. */
export const confirm = ({ title, words, yes, no = 'Not now' }: Confirm) => ({
  confirm: {
    title: text(title, 100),
    text: text(words, 300),
    confirm: text(yes, 30),
    deny: text(no, 30),
    style: 'danger' as const,
  },
});
