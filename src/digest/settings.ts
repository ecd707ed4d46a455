import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { putSchedule, removeSchedule } from '../queue/schedules.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { assertZone } from '../shared/period.ts';
import {
  deleteSubscription,
  insertSubscription,
  selectAudiences,
  selectSubscription,
  selectSubscriptions,
  upsertSubscription,
  type Audience,
  type Subscription,
} from './store.ts';

export type DigestSettings = Omit<Subscription, 'updatedAt'>;

/** Where and when a person reads the digest: the audience's channel, or a direct message at a weekday and hour of their own. */
export const digestSettingsInput = z.strictObject({
  audienceId: z.string().min(1).max(63).optional(),
  delivery: z.enum(['channel', 'direct']).optional(),
  weekday: z.number().int().min(1).max(7).optional(),
  hour: z.number().int().min(0).max(23).optional(),
  zone: z.string().max(60).optional(),
  often: z.enum(['weekly', 'monthly']).optional(),
  short: z.boolean().optional(),
});
export type DigestSettingsInput = z.infer<typeof digestSettingsInput>;

const maxAudiences = 200;
const maxPersons = 5_000;

/** The actor's own settings; what their audience has while they chose nothing. Undefined where there is no audience yet. */
export async function readSettings(ctx: Ctx): Promise<DigestSettings | undefined> {
  authorise(ctx.actor, 'digest.settings');
  const chosen = await selectSubscription(ctx.db, ctx.actor.id);
  if (chosen) return settingsOf(chosen);
  const audience = audienceFor(ctx, await selectAudiences(ctx.db, maxAudiences));
  return audience && settingsOf(asSubscription(ctx, audience));
}

/** The settings that persons have of their own, by person; who never had any is absent. */
export async function readSettingsOf(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, DigestSettings>> {
  authorise(ctx.actor, 'people.read');
  if (personIds.length === 0) return new Map();
  if (personIds.length > maxPersons)
    throw new LeewayError('too-large', `Settings of at most ${maxPersons} persons are read at once.`);
  const rows = await selectSubscriptions(ctx.db, [...personIds]);
  return new Map(rows.map((row) => [row.personId, settingsOf(row)]));
}

/** Changes some of the actor's own settings and when their direct message comes. Returns all of them. */
export async function changeSettings(ctx: Ctx, input: DigestSettingsInput): Promise<DigestSettings> {
  authorise(ctx.actor, 'digest.settings');
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person has digest settings.');
  const change = parseInput(digestSettingsInput, input);
  if (change.zone !== undefined) assertZone(change.zone, 'zone');
  return write(ctx, async (w) => {
    const audiences = await selectAudiences(w.db, maxAudiences);
    const before = await selectSubscription(w.db, ctx.actor.id);
    const audience = audienceFor(ctx, audiences, change.audienceId ?? before?.audienceId);
    if (!audience)
      throw new LeewayError('not-found', 'There is no such audience.', {
        field: 'audienceId',
        hint: audiences.map((one) => one.id).join(', '),
      });
    const base = before ?? asSubscription(ctx, audience);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const after: Subscription = { ...base, ...given, audienceId: audience.id, updatedAt: w.now };
    await upsertSubscription(w.db, after);
    await reschedule(w, after);
    w.audit({
      verb: 'digest.change-settings',
      subject: `person:${ctx.actor.id}`,
      detail: { before: before ? settingsOf(before) : null, after: settingsOf(after) },
    });
    return settingsOf(after);
  });
}

/** Gives a person their first settings in the transaction of a verb; what they chose themselves is left alone (false). */
export async function putDefaultSettings(w: WriteCtx, settings: DigestSettings): Promise<boolean> {
  const row = { ...settings, updatedAt: w.now };
  if (!(await insertSubscription(w.db, row))) return false;
  await reschedule(w, row);
  return true;
}

/** Forgets the settings of a person who has left. */
export async function removeSettings(w: WriteCtx, personId: string): Promise<void> {
  await deleteSubscription(w.db, personId);
  await removeSchedule(w, 'digest-person', personId);
}

async function reschedule(w: WriteCtx, row: DigestSettings): Promise<void> {
  const { personId: subject, zone, weekday, hour } = row;
  if (row.delivery === 'direct') await putSchedule(w, { kind: 'digest-person', subject, zone, weekday, hour, minute: 0 });
  else await removeSchedule(w, 'digest-person', subject);
}

/** The audience that was named; else the one written in the words of the person's trade. */
function audienceFor(ctx: Ctx, audiences: Audience[], id?: string): Audience | undefined {
  if (id !== undefined) return audiences.find((one) => one.id === id);
  const roles: readonly string[] = ctx.actor.kind === 'person' ? ctx.actor.roles : [];
  const voice = roles.includes('data-scientist') || roles.includes('engineer') ? 'data-scientist' : 'executive';
  return audiences.find((one) => one.voice === voice) ?? audiences[0];
}

const asSubscription = (ctx: Ctx, audience: Audience): Subscription => ({
  personId: ctx.actor.id,
  audienceId: audience.id,
  delivery: 'channel',
  weekday: audience.weekday,
  hour: audience.hour,
  zone: audience.zone,
  often: 'weekly',
  short: false,
  updatedAt: ctx.now,
});

const settingsOf = ({ updatedAt: _updatedAt, ...settings }: Subscription): DigestSettings => settings;
