import { z } from 'zod';
import { actionKinds, caseKinds } from '../db/schema/feedback.ts';

const day = z.iso.date('a day such as 2001-06-11');
/** Postgres keeps no NUL in text. */
export const words = (max: number, message: string) =>
  z
    .string()
    .max(max, `At most ${max.toLocaleString('en-US')} characters`)
    .transform((text) => text.replaceAll('\0', '').trim())
    .refine((text) => text.length > 0, message);
const said = (message: string) => words(3_000, message);
const caseId = z.uuid();
const person = z.string().min(1).max(63);
/** Of the card that the person saw: a decision taken by somebody else since then refuses this one. */
const revision = z.number().int().min(1);
/** The same reply delivered twice has the same key. */
const clientKey = z.string().min(1).max(200).optional();
/** Written in the thread of the case's card, where it stands already. */
const inThread = z.boolean().default(false);
const segment = z
  .strictObject({ column: z.string().trim().min(1).max(63), value: z.string().trim().min(1).max(200) })
  .transform(({ column, value }) => `${column}=${value}`);

/** What the flagger says later, each part by itself; only what is given is changed. */
export const describeInput = z
  .strictObject({
    caseId,
    kind: z.enum(caseKinds).optional(),
    sureness: z.enum(['sure', 'fairly', 'guess']).optional(),
    still: z.enum(['yes', 'no', 'unknown']).optional(),
    /** What it cost, or whom it hurt. */
    harm: said('Say what it cost, or whom it hurt').optional(),
    /** Of a right prediction that did not help: what the model said, what was done, what happened then. */
    modelSaid: said('Say what the model said').optional(),
    wasDone: said('Say what was done').optional(),
    happened: said('Say what happened').optional(),
    /** The part of the business; a free word, or a column of the monitor with its value. */
    segment: z.union([z.string().trim().min(1).max(200), segment]).optional(),
  })
  .refine(({ caseId: _id, ...rest }) => Object.values(rest).some((one) => one !== undefined), 'Say at least one thing');
export type DescribeInput = z.input<typeof describeInput>;

export const askInput = z.strictObject({ caseId, words: said('Write what you want to know'), revision, clientKey, inThread });
export type AskInput = z.input<typeof askInput>;

export const replyInput = z.strictObject({ caseId, words: said('Write something'), clientKey, inThread });
export type ReplyInput = z.input<typeof replyInput>;

export const acceptInput = z.strictObject({
  caseId,
  revision,
  /** By when the answer comes; the promise that was given when it was flagged where left out. */
  answerBy: day.optional(),
  words: said('Write something').optional(),
});
export type AcceptInput = z.input<typeof acceptInput>;

export const mergeInput = z.strictObject({ caseId, into: caseId, revision });
export type MergeInput = z.input<typeof mergeInput>;

export const handInput = z
  .strictObject({
    caseId,
    teamId: z.string().min(1).max(63).optional(),
    personId: person.optional(),
    words: said('Write something').optional(),
    revision,
  })
  .refine((input) => (input.teamId === undefined) !== (input.personId === undefined), 'Choose a team or a person, one of them');
export type HandInput = z.input<typeof handInput>;

export const declineInput = z.strictObject({ caseId, words: said('Say why, in words the expert can follow'), revision });
export type DeclineInput = z.input<typeof declineInput>;

export const contestInput = z.strictObject({ caseId, words: said('Say why it should be looked at again') });
export type ContestInput = z.input<typeof contestInput>;

export const maxActions = 10;
const action = z.strictObject({
  kind: z.enum(actionKinds),
  words: said('Say what will be done').optional(),
  personId: person,
  dueOn: day,
});
export const answerInput = z.strictObject({
  caseId,
  words: said('Write the answer'),
  actions: z
    .array(action)
    .min(1, 'Say what will be done, or “nothing”')
    .max(maxActions, `At most ${maxActions} things are done about one case`),
  revision,
});
export type AnswerInput = z.input<typeof answerInput>;

export const settleActionInput = z.strictObject({
  actionId: z.uuid(),
  outcome: z.enum(['done', 'dropped']),
  words: said('Say what came of it').optional(),
});
export type SettleActionInput = z.input<typeof settleActionInput>;

export const handActionInput = z
  .strictObject({
    actionId: z.uuid(),
    personId: person.optional(),
    dueOn: day.optional(),
    words: said('Write something').optional(),
  })
  .refine((input) => input.personId !== undefined || input.dueOn !== undefined, 'Choose a person or a day');
export type HandActionInput = z.input<typeof handActionInput>;

export const linkActionInput = z.strictObject({
  actionId: z.uuid(),
  link: z.strictObject({ kind: z.enum(['request', 'matter', 'framing']), id: z.string().min(1).max(100) }),
});
export type LinkActionInput = z.input<typeof linkActionInput>;

export const openFromActionInput = z.strictObject({ actionId: z.uuid() });
export type OpenFromActionInput = z.input<typeof openFromActionInput>;

export const finishInput = z.strictObject({ caseId, words: said('Say what changed'), revision });
export type FinishInput = z.input<typeof finishInput>;

export const confirmInput = z.strictObject({ caseId, words: said('Write something').optional() });
export type ConfirmInput = z.input<typeof confirmInput>;

export const reopenInput = z.strictObject({ caseId, words: said('Say what is still wrong') });
export type ReopenInput = z.input<typeof reopenInput>;

export const figuresInput = z.strictObject({
  modelIds: z.array(z.string().max(100)).max(1_000).optional(),
  teamId: z.string().max(63).optional(),
  /** Of the answer or edition that says them; one of their own where left out. */
  runId: z.uuid().optional(),
  /** Whose days they are; the organisation's where left out. */
  zone: z.string().max(60).optional(),
  period: z.strictObject({ start: day, end: day }).refine((period) => period.start < period.end, 'The end comes after the start'),
});
export type FiguresInput = z.input<typeof figuresInput>;
