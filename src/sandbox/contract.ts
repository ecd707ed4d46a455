import { z } from 'zod';

// The control API, as data: the routes parse with these schemas, OpenAPI is generated from them and the page relies on
// them. All paths are below the mount point, for example /sandbox/control/state. Every refusal is
// `{ ok: false, error, message }` with a 4xx status; `message` is a sentence for a person.

const userId = z.string().min(1).max(40).describe('A persona, for example U0EXEC');
const channelId = z.string().min(1).max(40).describe('A channel (C…) or direct-message (D…) id');
const fileId = z.string().regex(/^F[A-Z0-9]{1,30}$/, 'expected the id of an upload');
const ts = z.string().regex(/^\d{1,12}\.\d{6}$/, 'expected seconds.micros, for example 992876400.000100');
const blocks = z.array(z.record(z.string(), z.unknown()));

/** What a person put into one element: text, a date, an option's value, several options' values, or nothing. */
export const simpleValue = z.union([z.string().max(4000), z.array(z.string().max(150)).max(100), z.null()]);
export const formValues = z
  .record(z.string(), z.record(z.string(), simpleValue))
  .describe(
    'By block_id, then action_id. Text, date, option value; an array of values for checkboxes and multi-selects; an array of ids of uploads (POST /control/files) for a file_input.',
  );

// The HTML of blocks. Every control carries `data-block-id` and `data-action-id`:
//   button.sb-button            click → action; may have data-url (open it), data-value (feedback, overflow), data-confirm (JSON)
//   details.sb-overflow         its menu of button.sb-option[data-value] → action with that value
//   select, input, textarea     change → action outside forms and inside [data-dispatch="true"]; the value is the control's own
//   select[multiple]            the value is an array
//   input[type=file]            its ids of uploads are in data-files (JSON), set by the page once they are uploaded
//   .sb-choices[data-type]      a group of radio_buttons (one value) or checkboxes (an array); its inputs have `value`
// An input block is `.sb-input[data-block-id]` with an empty `.sb-error` for its message. Styles: GET /assets/blocks.css
// (below the mount point), to be loaded before the page's own.

export const persona = z.object({
  userId,
  name: z.string(),
  title: z.string(),
  role: z.string(),
  tz: z.string(),
  email: z.string(),
  teamId: z.string().optional().describe('Their own workspace, where it is another one that shares a channel'),
});

export const channelSummary = z.object({
  id: channelId,
  name: z.string().describe('For a direct message: the name of the bot'),
  kind: z.enum(['channel', 'im']),
  topic: z.string(),
  members: z.array(userId),
  unread: z.number().int().describe('Messages that the persona has not read, thread replies not counted'),
  lastTs: ts.nullable(),
});

export const clockState = z.object({
  now: z.iso.datetime(),
  zone: z.string(),
  busy: z.boolean(),
  progress: z.string().optional().describe('What the clock is doing, while busy'),
});

/** What the sandbox can be told to do wrong: to calls of its Web API, and to what it sends to the app itself. */
export const faultKinds = [
  'rate_limited',
  'http_500',
  'cut',
  'cut_after_acceptance',
  'timeout_after_acceptance',
  'slow_upload',
  'channel_not_found',
  'token_revoked',
  'msg_blocks_too_long',
  'duplicate_delivery',
  'late_delivery',
  'out_of_order_delivery',
] as const;

export const fault = z.object({
  kind: z.enum(faultKinds),
  method: z
    .string()
    .max(60)
    .default('*')
    .describe(
      'A Web API method or * for any. Of the three *_delivery kinds: delivery, delivery.events, delivery.commands or delivery.clicks',
    ),
  channel: channelId.optional().describe('Only calls that name this channel'),
  every: z.number().int().min(1).max(1000).optional().describe('Only every so many-th call that it concerns'),
  share: z.number().gt(0).max(1).optional().describe('Only this share of the calls, drawn by the seed'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .optional()
    .describe('Of the share; 1 unless told'),
  remaining: z.number().int().min(1).max(10_000).nullable().default(null).describe('How many more times; null = until removed'),
  seconds: z
    .number()
    .min(0)
    .max(600)
    .optional()
    .describe('Retry-After (1), how long a timeout lasts (30), how late a delivery comes (5) or is overtaken at most (2)'),
});
export const faultState = fault.extend({ met: z.number().int().describe('How often it struck since it was switched on') });

export const stateResponse = z.object({
  team: z.object({
    id: z.string(),
    name: z.string(),
    note: z.string().optional().describe('What it is, where it is not the demo'),
  }),
  bot: z.object({ userId: z.string(), botId: z.string(), name: z.string() }),
  personas: z.array(persona),
  channels: z.array(channelSummary).describe("The persona's channels and the direct message with the bot"),
  clock: clockState,
  suggestions: z.array(z.object({ id: z.string(), label: z.string(), to: z.iso.datetime() })),
  doings: z.array(z.object({ name: z.string(), label: z.string() })).describe('What else the demo can do'),
  commands: z.array(z.object({ command: z.string(), description: z.string(), usageHint: z.string() })),
  shortcuts: z
    .array(z.object({ callbackId: z.string(), name: z.string(), type: z.enum(['message', 'global']) }))
    .describe('What the app offers in the menu of a message, or everywhere'),
  faults: z.array(faultState),
});

export const sandboxMessage = z.object({
  channel: channelId,
  ts,
  revision: z.string().describe('Changes with each edit'),
  threadTs: ts.optional().describe('The parent, for replies and for parents that have replies'),
  user: z.string(),
  isBot: z.boolean(),
  text: z.string().describe('The top-level text, as in the notification'),
  blocks,
  html: z.string().describe('The content, rendered; no name, no time, no reactions'),
  reactions: z.array(z.object({ name: z.string(), users: z.array(userId) })),
  replyCount: z.number().int(),
  replyUsers: z.array(z.string()),
  latestReply: ts.optional(),
  edited: z.boolean(),
  ephemeral: z.boolean().describe('Only the persona sees it'),
  files: z.array(z.object({ id: z.string(), name: z.string(), title: z.string(), mimetype: z.string(), url: z.string() })),
});
export const messagesQuery = z.object({
  as: userId,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: ts.optional(),
});
export const messagesResponse = z.object({ messages: z.array(sandboxMessage).describe('Oldest first'), hasMore: z.boolean() });

export const asQuery = z.object({ as: userId });
export const sayBody = z
  .object({
    as: userId,
    channel: channelId,
    text: z.string().max(12_000),
    threadTs: ts.optional(),
    files: z
      .array(fileId)
      .max(10)
      .default([])
      .describe('Uploads to share with it (POST /control/files); the text may then be empty'),
  })
  .refine((body) => body.text !== '' || body.files.length > 0, { message: 'Say something', path: ['text'] });
export const uploadBody = z.object({
  as: userId,
  name: z.string().min(1).max(255).describe('With its ending, such as counts.csv'),
  base64: z.base64().min(1).max(7_000_000).describe('The bytes of the file, at most 5 MB'),
});
export const uploadResponse = z.object({
  ok: z.literal(true),
  file: z.object({ id: fileId, name: z.string(), mimetype: z.string(), size: z.number().int() }),
});
export const fileBody = z.object({ as: userId });
export const commandBody = z.object({
  as: userId,
  channel: channelId,
  command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/, 'expected a command such as /leeway'),
  text: z.string().max(3000).default(''),
});

export const container = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: channelId, ts }),
  z.object({ kind: z.literal('view'), viewId: z.string() }),
  z.object({ kind: z.literal('home') }),
]);
export const actionBody = z.object({
  as: userId,
  container,
  blockId: z.string().max(255),
  actionId: z.string().max(255),
  value: simpleValue.optional().describe("The option's value, the date, the text; not needed for a button"),
  values: formValues.optional().describe('The state of the other inputs beside it, for forms'),
  seen: z
    .string()
    .max(100)
    .optional()
    .describe("The message's revision or the view's hash at the click; without it, the newest that has the element"),
});
export const shortcutBody = z.object({
  as: userId,
  callbackId: z.string().max(255),
  channel: channelId.optional().describe('With ts: a message shortcut'),
  ts: ts.optional(),
});
export const reactionBody = z.object({
  as: userId,
  channel: channelId,
  ts,
  name: z.string().regex(/^[a-z0-9_+'-]{1,100}$/),
  remove: z.boolean().default(false),
});
export const readBody = z.object({ as: userId, channel: channelId });
export const okResponse = z.object({ ok: z.literal(true) });
export const sayResponse = z.object({ ok: z.literal(true), ts });
export const ackResponse = z.object({ ok: z.literal(true), ackMs: z.number().describe('How long the app took to acknowledge') });
export const errorResponse = z.object({ ok: z.literal(false), error: z.string(), message: z.string() });

export const sandboxView = z.object({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  callbackId: z.string(),
  title: z.string(),
  submit: z.string().nullable().describe("The submit button's words; null when there is none"),
  close: z.string(),
  hash: z.string(),
  previousViewId: z.string().nullable(),
  blocks,
  html: z.string(),
});
export const viewsResponse = z.object({
  views: z.array(sandboxView).describe('The stack of open modals; the last one is on top'),
});
export const submitBody = z.object({ as: userId, values: formValues.default({}) });
export const submitResponse = z.object({
  ok: z.literal(true),
  ackMs: z.number(),
  closed: z.boolean().describe('Whether the submitted view is gone; if not it has errors, was updated, or another lies on it'),
  errors: z.record(z.string(), z.string()).optional().describe('By block_id'),
});
export const closeBody = z.object({ as: userId, all: z.boolean().default(false).describe('The whole stack') });

export const homeResponse = z.object({ view: sandboxView.nullable(), html: z.string() });
export const homeOpenBody = z.object({ as: userId, tab: z.enum(['home', 'messages']).default('home') });

export const clockBody = z.union([z.object({ by: z.enum(['day', 'week']) }), z.object({ to: z.iso.datetime({ offset: true }) })]);
export const doBody = z.object({ name: z.string().min(1).max(60).describe('One of the doings of /control/state') });
export const doResponse = z.object({ ok: z.literal(true), message: z.string().describe('What was done, for a person') });
export const faultsBody = z.object({ faults: z.array(fault).max(50) });
export const faultsResponse = z.object({ faults: z.array(faultState) });
/** What Slack does to the app's connections in Socket Mode. */
export const socketDoings = ['warning', 'refresh_requested', 'link_disabled', 'cut'] as const;
export const socketsBody = z.object({
  do: z.enum(socketDoings).describe('A reason with which Slack takes them away, or cut: as a network would'),
});
export const socketsResponse = z.object({ connections: z.number().int().describe('How many stand, or were taken away') });

/** Server-sent events: `data: {json}`, no event name. They say what to fetch again, never the content. */
export const streamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), channel: channelId, ts, threadTs: ts.optional() }),
  z.object({ type: z.literal('update'), channel: channelId, ts, threadTs: ts.optional() }),
  z.object({ type: z.literal('delete'), channel: channelId, ts, threadTs: ts.optional() }),
  z.object({ type: z.literal('reaction'), channel: channelId, ts, threadTs: ts.optional() }),
  z.object({ type: z.literal('view'), viewIds: z.array(z.string()).describe('The stack now') }),
  z.object({ type: z.literal('home') }),
  z.object({ type: z.literal('clock'), clock: clockState }),
  z.object({ type: z.literal('progress'), message: z.string() }),
  z.object({ type: z.literal('faults') }),
  z.object({ type: z.literal('reset') }).describe('Forget everything and load again'),
]);

export type SimpleValue = z.infer<typeof simpleValue>;
export type FormValues = z.infer<typeof formValues>;
export type Persona = z.infer<typeof persona>;
export type ChannelSummary = z.infer<typeof channelSummary>;
export type ClockState = z.infer<typeof clockState>;
export type Fault = z.infer<typeof fault>;
export type FaultState = z.infer<typeof faultState>;
export type FaultKind = (typeof faultKinds)[number];
export type StateResponse = z.infer<typeof stateResponse>;
export type SandboxMessage = z.infer<typeof sandboxMessage>;
export type SandboxView = z.infer<typeof sandboxView>;
export type ActionBody = z.infer<typeof actionBody>;
export type Container = z.infer<typeof container>;
export type SubmitResponse = z.infer<typeof submitResponse>;
export type StreamEvent = z.infer<typeof streamEvent>;
