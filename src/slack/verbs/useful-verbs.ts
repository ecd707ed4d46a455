import type { Ctx } from '../../db/ctx.ts';
import { readAnswer } from '../../ask/read-answer.ts';
import { nextEdition } from '../../digest/next-edition.ts';
import { readAudiences, type Audience } from '../../digest/read-audiences.ts';
import { readEdition } from '../../digest/read-edition.ts';
import { changeSettings, readSettings, readSettingsOf } from '../../digest/settings.ts';
import { chooseChange, readAsk, readUnhelpfulAudience } from '../../feedback/usefulness-ask.ts';
import { readVotes, type VotedOn } from '../../feedback/read-votes.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { may } from '../../shared/access.ts';
import { LeewayError } from '../../shared/errors.ts';
import { sayInstant, sayPeriod } from '../../shared/period.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { UsefulVerbs } from '../useful-verbs.ts';
import type { Reply, Subject } from '../verbs.ts';
import { usefulChoices, type UsefulChoice } from '../views/useful-ask.ts';

/** A choice as it is kept: with `+direct` where the digest was moved to the person for its sake. */
const moved = '+direct';

export const usefulVerbs: UsefulVerbs = {
  async usefulAsk(ctx, { personId }) {
    const settings = (await readSettingsOf(ctx, [personId])).get(personId);
    const audience = await audienceOf(ctx, personId, settings?.audienceId);
    const channels = (await readOrganisation(ctx))?.channels ?? {};
    const name = Object.entries(channels).find(([, id]) => id === audience?.channel)?.[0];
    const channel = name ? `#${name}` : audience?.channel.startsWith('#') ? audience.channel : undefined;
    const chosen = ask(await readAsk(ctx, personId));
    return {
      personId,
      place: { direct: settings?.delivery === 'direct', channel: channel ?? `the channel of ${audience?.title ?? 'the digest'}` },
      hasDigest: audience !== undefined,
      ...(chosen
        ? { chosen: { choice: chosen, next: settings ? sayInstant(nextEdition(settings, ctx.now), settings.zone) : 'on Monday' } }
        : {}),
    };
  },
  async chooseUseful(ctx, { choice }) {
    const kept = (await readAsk(ctx, ctx.actor.id))?.choice ?? null;
    if (choice === 'undo') {
      if (kept === null) return;
      await chooseChange(ctx, { from: kept, choice: null });
      const back = ask({ choice: kept });
      await apply(ctx, {
        ...(back === 'shorter' ? { short: false } : {}),
        ...(back === 'less-often' ? { often: 'weekly' } : {}),
        ...(back === 'elsewhere' ? { delivery: await otherPlace(ctx) } : {}),
        ...(kept.endsWith(moved) ? { delivery: 'channel' } : {}),
      });
      return;
    }
    const own = (await readSettingsOf(ctx, [ctx.actor.id])).get(ctx.actor.id);
    const audience = await audienceOf(ctx, ctx.actor.id, own?.audienceId);
    if (!audience && choice !== 'as-is')
      throw new LeewayError('not-found', 'No digest comes to you yet, so there is nothing to change.');
    const before = own ?? (await readSettings(ctx));
    const alone = (choice === 'shorter' || choice === 'less-often') && before?.delivery === 'channel';
    await chooseChange(ctx, { from: null, choice: alone ? `${choice}${moved}` : choice });
    if (choice === 'as-is') return;
    await apply(ctx, {
      // Whoever never chose anything goes on with the digest that was of no use, and not with another.
      ...(own || !audience ? {} : { audienceId: audience.id }),
      ...(choice === 'shorter' ? { short: true } : {}),
      ...(choice === 'less-often' ? { often: 'monthly' } : {}),
      ...(choice === 'elsewhere' ? { delivery: await otherPlace(ctx) } : {}),
      ...(alone ? { delivery: 'direct' } : {}),
    });
  },
  async votes(ctx) {
    const { from, until, tallies, reasons } = await readVotes(ctx);
    const audiences = new Map((await readAudiences(ctx)).map((one) => [one.id, one.title]));
    return {
      period: sayPeriod({ grain: 'day', start: from, end: until }),
      tallies: tallies.map(({ yes, no, ...on }) => ({
        on: nameOf(on, audiences),
        yes: sayFact(yes),
        no: sayFact(no),
      })),
      reasons: reasons.map(({ vote, why, ...on }) => ({ on: nameOf(on, audiences), vote, why })),
    };
  },
};

/** Whose digest a person reads: as they chose, else the one that they found of no use. None for who only asked something. */
async function audienceOf(ctx: Ctx, personId: string, chosen: string | undefined): Promise<Audience | undefined> {
  const id = chosen ?? (await readUnhelpfulAudience(ctx, personId));
  return id === undefined ? undefined : (await readAudiences(ctx)).find((one) => one.id === id);
}

const ask = (kept: { choice: string | null } | undefined): UsefulChoice | undefined =>
  usefulChoices.find((one) => one === kept?.choice?.replace(moved, ''));

async function otherPlace(ctx: Ctx): Promise<'channel' | 'direct'> {
  return (await readSettings(ctx))?.delivery === 'direct' ? 'channel' : 'direct';
}

async function apply(ctx: Ctx, change: Parameters<typeof changeSettings>[1]): Promise<void> {
  if (Object.keys(change).length > 0) await changeSettings(ctx, change);
}

const ledBy: Record<string, string> = {
  decision: 'a decision that waited',
  'all-well': 'nothing in particular',
  'input-drift': 'inputs that differ from before',
  'prediction-drift': 'predictions that differ from before',
  'outcome-drift': 'outcomes that differ from before',
  'new-categories': 'values not seen before',
  'rows-short': 'too few rows',
  'values-missing': 'missing values',
  'run-failed': 'a week that was not checked',
  'run-abstained': 'a week that was not checked',
  alert: 'an open matter',
  'data-quality': 'an open matter of the data',
  other: 'something else',
};

const measures: Record<string, string> = { error: 'the typical miss', kpi: 'the business measure' };
const standings: Record<string, string> = {
  outside: 'outside its usual range',
  shift: 'that has shifted',
  better: 'better than usual',
  'in-range': 'inside its usual range',
  early: 'too early to tell',
};

/** `the typical miss, outside its usual range` */
function sayLed(kind: string): string {
  const [first = '', ...rest] = kind.split('-');
  const [measure, standing] = [measures[first], standings[rest.join('-')]];
  return ledBy[kind] ?? (measure && standing ? `${measure}, ${standing}` : kind.replaceAll('-', ' '));
}

function nameOf({ subjectKind, findingKind, audienceId }: VotedOn, audiences: ReadonlyMap<string, string>): string {
  const what = findingKind ?? 'other';
  if (subjectKind === 'answer') return `Answers, ${sayLed(what)}`;
  const who = (audienceId && audiences.get(audienceId)) ?? 'A digest';
  return `${who}, led by ${sayLed(what)}`;
}

/** The line of help, for who may see it. */
export const usefulHelp = (ctx: Ctx): { say: string; does: string }[] =>
  may(ctx.actor, 'feedback.votes')
    ? [{ say: '/leeway useful', does: 'which texts were of use to people, and what they wrote' }]
    : [];

/** `/leeway useful`: what people said of the texts; undefined for anything else. */
export async function usefulReply(ctx: Ctx, text: string): Promise<Reply | undefined> {
  return /^(?:useful|votes)[.!?]?$/i.test(text.trim()) ? { is: 'votes', view: await usefulVerbs.votes(ctx) } : undefined;
}

/** What a text led with, or what was asked, and for whom it was written: kept with a vote on it. */
export async function votedOn(ctx: Ctx, subject: Subject): Promise<{ findingKind?: string; audienceId?: string }> {
  if (subject.kind === 'edition') {
    const { body, audienceId } = await readEdition(ctx, subject.id);
    return { audienceId, ...(body.ledBy ? { findingKind: body.ledBy } : {}) };
  }
  const { queryKind } = await readAnswer(ctx, subject.id);
  return queryKind ? { findingKind: queryKind } : {};
}
