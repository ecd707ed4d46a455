/**
 * What Slack accepts, from its Block Kit and Web API reference (docs.slack.dev/reference), the lower value where pages
 * differ. Lengths are in UTF-16 units, which never counts less than Slack does.
 */
export const messageLimits = {
  blocks: 50,
  /** Above it chat.update answers `msg_too_long`. */
  text: 4000,
  /** Undocumented; above it Slack answers `msg_blocks_too_long`. */
  allText: 12_000,
} as const;

export const viewLimits = { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3000, callbackId: 255 } as const;

export const idLimit = 255;

export const blockTypes = {
  message: ['header', 'section', 'context', 'actions', 'context_actions', 'image', 'divider', 'markdown', 'table'],
  modal: ['header', 'section', 'context', 'actions', 'image', 'divider', 'input', 'table', 'alert'],
  home: ['header', 'section', 'context', 'actions', 'image', 'divider', 'input', 'table'],
} as const;
export type Surface = keyof typeof blockTypes;

export const limits = {
  header: 150,
  section: 3000,
  fields: 10,
  field: 2000,
  contextElements: 10,
  contextText: 2000,
  actionElements: 25,
  contextActionElements: 5,
  markdown: 12_000,
  tableRows: 100,
  tableColumns: 20,
  imageUrl: 3000,
  altText: 2000,
  imageTitle: 2000,
  inputLabel: 2000,
  inputHint: 2000,
  buttonText: 75,
  value: 2000,
  url: 3000,
  options: 100,
  choiceOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  inputMaxLength: 3000,
  inputFiles: 10,
  accessibilityLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;
