import { z } from 'zod';

/** The parts of Slack's payloads that Leeway reads, parsed once at the edge. */
const id = z.string().min(1).max(300);
const view = z.looseObject({
  id,
  type: z.string().default('modal'),
  hash: z.string().optional(),
  callback_id: z.string().default(''),
  private_metadata: z.string().max(3000).default(''),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) }).optional(),
});
const who = { user: z.looseObject({ id, team_id: id.optional() }), team: z.looseObject({ id }).nullish(), trigger_id: id };

/** Whose the person is: with Slack Connect somebody of another workspace clicks in ours, and ids count only in their own. */
export const teamOf = ({
  user,
  team,
}: {
  user: { team_id?: string | undefined };
  team?: { id: string } | null | undefined;
}): string => user.team_id ?? team?.id ?? '';

export const commandArrival = z.looseObject({
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: id,
  text: z.string().default(''),
  response_url: z.url(),
});

export const actionArrival = z.looseObject({
  ...who,
  response_url: z.url().optional(),
  channel: z.looseObject({ id }).optional(),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional(),
  view: view.optional(),
  actions: z
    .array(
      z.looseObject({
        action_id: z.string().max(255),
        /** What a button carries, or what was typed so far; null in a field that was emptied. */
        value: z.string().max(3000).nullish(),
        /** Seconds, as Slack writes its instants. */
        action_ts: z.string().max(30).optional(),
        selected_option: z.looseObject({ value: z.string().max(150) }).nullish(),
        selected_options: z
          .array(z.looseObject({ value: z.string().max(150) }))
          .max(100)
          .nullish(),
      }),
    )
    .min(1)
    .max(25),
});
export type ActionArrival = z.infer<typeof actionArrival>;

/** A shortcut in a message's menu: the message comes along. */
export const messageActionArrival = z.looseObject({
  ...who,
  callback_id: id,
  response_url: z.url().optional(),
  channel: z.looseObject({ id }),
  message: z.looseObject({
    ts: id,
    thread_ts: id.optional(),
    user: id.optional(),
    bot_id: id.optional(),
    text: z.string().max(100_000).default(''),
    files: z.array(z.looseObject({})).max(100).default([]),
  }),
});
export type MessageActionArrival = z.infer<typeof messageActionArrival>;

export const submissionArrival = z.looseObject({ ...who, view });
export type SubmissionArrival = z.infer<typeof submissionArrival>;

export const messageArrival = z.looseObject({
  type: z.enum(['app_mention', 'message']),
  user: id,
  text: z.string().max(100_000).default(''),
  channel: id,
  ts: id,
  thread_ts: id.optional(),
  /** Given where the person is of another workspace that shares the channel. */
  user_team: id.optional(),
  files: z.array(z.looseObject({})).max(100).default([]),
});
export type MessageArrival = z.infer<typeof messageArrival>;

export const homeArrival = z.looseObject({ user: id, tab: z.string().optional() });

/** What was put into a form, by block; a text, a date, a person or an option's value, the values of several boxes, or files' ids. */
export function answersOf(submitted: SubmissionArrival['view']): Record<string, string | string[]> {
  const answers: Record<string, string | string[]> = {};
  for (const [block, elements] of Object.entries(submitted.state?.values ?? {})) {
    for (const element of Object.values(elements)) {
      const option = element['selected_option'] as { value?: unknown } | null | undefined;
      const value = element['value'] ?? element['selected_date'] ?? element['selected_user'] ?? option?.value;
      if (typeof value === 'string' && value.trim() !== '') answers[block] = value;
      const files = element['files'];
      if (Array.isArray(files))
        answers[block] = files.flatMap(({ id: one }: { id?: unknown }) => (typeof one === 'string' ? [one] : []));
      const ticked = element['selected_options'];
      if (Array.isArray(ticked))
        answers[block] = ticked.flatMap(({ value: one }: { value?: unknown }) => (typeof one === 'string' ? [one] : []));
    }
  }
  return answers;
}

/** What a form was opened with, and what stands in it. */
export const fieldsOf = (view: SubmissionArrival['view']): Record<string, unknown> => ({
  ...parseJson(z.record(z.string(), z.unknown()), view.private_metadata),
  ...answersOf(view),
});

const carried = z.object({
  message: id.optional(),
  revision: z.number().int().optional(),
  kind: z.string().max(60),
  id: z.string().max(300),
});
export type CarriedBack = z.infer<typeof carried>;

/** What a button of ours carried; undefined for anything else. */
export const carriedBy = (value: string | undefined): CarriedBack | undefined => parseJson(carried, value);

export function parseJson<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  try {
    return schema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
