import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { may } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn, type Day } from '../shared/period.ts';
import { selectReasons, selectTallies } from './usefulness-store.ts';

/** What is asked of a text: an edition by what it led with, an answer by what was asked. */
export interface VotedOn {
  subjectKind: 'edition' | 'answer';
  findingKind: string | null;
  audienceId: string | null;
}
export interface Votes {
  from: Day;
  /** Exclusive. */
  until: Day;
  tallies: (VotedOn & { yes: Fact; no: Fact })[];
  reasons: (VotedOn & { vote: 'yes' | 'no'; why: string })[];
}

const weeksBack = 12;
const maxTallies = 12;
const maxReasons = 10;

/**
 * How useful people found Leeway's texts in the last twelve weeks, by what a text led with and for whom it was written, and
 * what they wrote to it; for those who write templates and thresholds, without names. Every count is a fact from here on.
 */
export async function readVotes(ctx: Ctx): Promise<Votes> {
  if (!may(ctx.actor, 'feedback.votes'))
    throw new LeewayError('forbidden', 'What people thought of these texts is for those who write them.', {
      hint: 'What you voted and wrote yourself reaches them.',
    });
  const until = addDays(dayIn('utc', ctx.now), 1);
  const from = addDays(until, -7 * weeksBack);
  const since = new Date(`${from}T00:00:00Z`);
  const rows = await selectTallies(ctx.db, since, maxTallies);
  const runId = newId();
  const stated = (about: string, value: number): Fact => ({
    id: newId(),
    runId,
    modelId: '*',
    version: null,
    about,
    measure: 'votes',
    value,
    unit: 'count',
    grain: 'day',
    periodStart: from,
    periodEnd: until,
    comparison: null,
    source: {
      source: 'votes in Slack',
      windowStart: from,
      windowEnd: until,
      rows: value,
      columns: [],
      method: 'the last vote of each person on each text',
    },
    computedAt: ctx.now,
  });
  const tallies = rows.map(({ yes, no, ...on }) => {
    const name = [on.audienceId ?? on.subjectKind, on.findingKind ?? 'other'].join(':');
    return { ...on, yes: stated(`useful:${name}`, yes), no: stated(`not-useful:${name}`, no) };
  });
  const facts = tallies.flatMap(({ yes, no }) => [yes, no]);
  if (facts.length > 0) await write(ctx, async (w) => void (await recordFacts(w, facts)));
  const reasons = (await selectReasons(ctx.db, since, maxReasons)).map(({ why, ...one }) => ({ ...one, why: why ?? '' }));
  return { from, until, tallies, reasons };
}
