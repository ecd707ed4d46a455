import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Engine, Sample } from '../engines/engine.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { engineRequest } from '../monitor/engine-request.ts';
import { createFactBook } from '../monitor/fact-book.ts';
import { readWatched, type Watched } from '../monitor/read-watched.ts';
import type { SamplingSpec } from '../monitor/schemas.ts';
import { say, sayAll } from '../outbox/say.ts';
import { readMembers } from '../people/members.ts';
import { readModel } from '../registry/read-model.ts';
import type { ModelRecord } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { isLeewayError } from '../shared/errors.ts';
import { newId, sha256 } from '../shared/ids.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { remindAt } from './remind-at.ts';
import { eachOf, maxAsked, periodOf, type Span } from './rules.ts';
import { roundRule, type RoundRule } from './schemas.ts';
import { changeRound, insertItems, insertLetters, selectRound, type RoundRow } from './store.ts';

/**
 * Draws a round's decisions by its seeded rule and asks each of the model's experts about some of them, all different ones,
 * in a letter. A round that cannot be asked ends as failed, with the reason, and the builders' owner is told. Throws
 * `unavailable` where it is worth trying again.
 */
export async function askExperts(ctx: Ctx, engine: Engine, { roundId }: { roundId: string }): Promise<void> {
  authorise(ctx.actor, 'monitor.run');
  const round = await selectRound(ctx.db, roundId);
  if (!round || round.state !== 'planned' || round.askedAt > ctx.now) return;
  const model = await readModel(ctx, round.modelId);
  try {
    await ask(ctx, round, model, await draw(ctx, engine, round, model));
  } catch (error) {
    const tryAgain = isLeewayError(error, 'unavailable') && ctx.now < round.closesAt;
    if (!isLeewayError(error) || tryAgain) throw error;
    await giveUp(ctx, round, model, error.message);
  }
}

/** No label has these signs. The week of a decision is what a case that is made of it is about; nobody is shown it. */
const week = 'leeway:week';
const weekOf = (time: string) => ({ name: week, expression: `date_trunc('week', (${time})::date)::date` });

interface Drawn {
  watched: Watched;
  sampling: SamplingSpec;
  span: Span;
  experts: string[];
  asked: string[];
  seed: string;
  sample: Sample;
}

async function draw(ctx: Ctx, engine: Engine, round: RoundRow, model: ModelRecord): Promise<Drawn | string> {
  const watched = await readWatched(ctx, round.modelId);
  const { sampling, zone } = watched.spec;
  if (!sampling) return 'leeway.yml does not say any more what experts are asked.';
  const experts = model.teamId === null ? [] : await readMembers(ctx, { roles: ['expert'], teamId: model.teamId });
  if (experts.length === 0) return 'nobody of its team has the role of an expert.';
  const span = sinceServing(round, model, watched.version, zone);
  if (span.start >= span.end) return `version ${watched.version} has not decided a whole day of that time.`;
  const seed = `${round.modelId} ${round.occasionKey}`;
  const asked = experts
    .toSorted((a, b) => (sha256(`${seed} ${a}`) < sha256(`${seed} ${b}`) ? -1 : 1))
    .slice(0, maxAsked)
    .toSorted();
  const { source, prediction } = engineRequest(watched, periodOf(span));
  const sample = await engine.sample({
    source,
    window: periodOf(span),
    prediction,
    where: sampling.where,
    show: [...sampling.show.map(({ label, expression }) => ({ name: label, expression })), weekOf(source.time)],
    count: asked.length * sampling.each,
    seed,
  });
  if (sample.rows.length === 0) return `there were no ${sampling.phrase}.`;
  return { watched, sampling, span, experts, asked, seed, sample };
}

/** Decisions are those of the version that serves now: what another one decided before it is not asked about. */
function sinceServing({ periodStart, periodEnd }: RoundRow, model: ModelRecord, version: number, zone: string): Span {
  const before = model.deployments
    .filter((one) => one.environment === 'production' && one.version !== version && one.until !== null)
    .map((one) => addDays(dayIn(zone, one.until!), 1));
  return { start: [periodStart, ...before].toSorted().at(-1)!, end: periodEnd };
}

async function ask(ctx: Ctx, round: RoundRow, model: ModelRecord, drawn: Drawn | string): Promise<void> {
  if (typeof drawn === 'string') return giveUp(ctx, round, model, drawn);
  const { sampling, asked, sample, watched, span } = drawn;
  const each = eachOf(sample.rows.length, asked.length, sampling.each);
  const reached = asked.slice(0, Math.floor(sample.rows.length / each));
  const rows = sample.rows.slice(0, each * reached.length);
  const items = rows.map(({ [week]: _week, ...shown }) => shown);
  const book = createFactBook({
    runId: round.id,
    modelId: round.modelId,
    version: watched.version,
    grain: 'day',
    ...span,
    source: watched.spec.source.files,
    rows: sample.population,
    computedAt: ctx.now,
  });
  const stated = { about: sampling.phrase, unit: 'count', columns: [] };
  const population = book.state({ ...stated, measure: 'sample-population', value: sample.population, method: sampling.where });
  const method = `first by MD5 of the seed “${drawn.seed}” and the row`;
  const count = book.state({ ...stated, measure: 'sample-drawn', value: items.length, method });
  const rule: RoundRule = roundRule.parse({
    phrase: sampling.phrase,
    question: sampling.question,
    where: sampling.where,
    labels: sampling.show.map(({ label }) => label),
    version: watched.version,
    seed: drawn.seed,
    weeks: rows.map((row) => row[week] ?? ''),
    remindAt: remindAt(round, watched.spec.zone)?.toISOString() ?? null,
    each,
    experts: drawn.experts.length,
    population: population.id,
    drawn: count.id,
  });
  await write(ctx, async (w) => {
    const { start: periodStart, end: periodEnd } = span;
    const opened = { state: 'open' as const, rule, population: sample.population, periodStart, periodEnd };
    if (!(await changeRound(w.db, round.id, 'planned', opened))) return;
    await recordFacts(w, book.facts);
    await insertItems(
      w.db,
      items.map((shown, index) => ({ roundId: round.id, position: index + 1, shown })),
    );
    await sendLetters(w, round.id, reached, each);
    const detail = { asked: reached, each, population: sample.population, seed: drawn.seed, items: sha256(canonicalJson(items)) };
    w.audit({ verb: 'sampling.ask', subject: `sample:${round.id}`, detail });
  });
}

async function sendLetters(w: WriteCtx, roundId: string, asked: readonly string[], each: number): Promise<void> {
  const letters = asked.map((personId, index) => ({
    roundId,
    personId,
    messageId: newId(),
    sentAt: w.now,
    position: index * each + 1,
    again: false,
    remindedAt: null,
  }));
  await insertLetters(w.db, letters);
  await sayAll(
    w,
    letters.map(({ personId, messageId }) => ({
      id: messageId,
      kind: 'sample-letter' as const,
      data: { roundId, personId },
      destination: `person:${personId}`,
      dedupeKey: `sample-letter ${roundId} ${personId}`,
    })),
  );
}

async function giveUp(ctx: Ctx, round: RoundRow, model: ModelRecord, reason: string): Promise<void> {
  await write(ctx, async (w) => {
    const rule = roundRule.parse({ ...round.rule, reason });
    if (!(await changeRound(w.db, round.id, 'planned', { state: 'failed', rule, closedAt: w.now }))) return;
    w.audit({ verb: 'sampling.fail', subject: `sample:${round.id}`, detail: { reason } });
    const owner = model.owners.find((one) => one.kind === 'data-science');
    if (!owner) return;
    await say(w, {
      kind: 'notice',
      data: { text: `The experts of ${model.title} could not be asked about its decisions: ${reason}` },
      destination: `person:${owner.personId}`,
      dedupeKey: `sample-failed ${round.id}`,
    });
  });
}
