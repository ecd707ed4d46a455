import { write } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { readEvents, type Card } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { readOrder } from '../deploy/read-orders.ts';
import { readSeries } from '../facts/read-facts.ts';
import { readKpis } from '../kpi/read-kpis.ts';
import { say } from '../outbox/say.ts';
import { periodOf, type Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn, mondayOf, sayPeriod, type Day } from '../shared/period.ts';
import { sayFact } from '../shared/say-fact.ts';
import type { Line } from './evidence.ts';
import { policyOf } from './load-request.ts';
import { reading } from './open-request.ts';
import { changeRequest, lockRequest, selectRequest, type RequestRow } from './request-store.ts';
import { selectReleaseNotices, selectRunning } from './subject-store.ts';

/** How far back the last week before it went live may lie. */
const weeksBack = 4;

/**
 * When the time to watch a new version is over: its error and the business measures in the last whole week before it went
 * live and in the last whole week since, beside the effect that was expected. In the card's own thread, once.
 */
export async function lookBack(ctx: Ctx, card: Card): Promise<void> {
  const row = await selectRequest(ctx.db, card.subjectId);
  if (!row?.orderId || row.modelId === null || row.environment === null) return;
  const reader = reading(ctx);
  const order = await readOrder(reader, row.orderId);
  if (order.state !== 'succeeded' || !order.finishedAt) return;
  const stillLive = (await selectRunning(ctx.db, row.modelId, row.environment)) === row.version;
  const { zone } = (await policyOf(reader, row)).spec;
  const days = { liveOn: dayIn(zone, order.finishedAt), today: dayIn(zone, ctx.now) };
  const lines = stillLive ? await compareWeeks(reader, row.modelId, order.version, days) : [];
  await write(ctx, async (w) => {
    const held = await lockRequest(w.db, row.id);
    if (!held || (await wasLookedBack(w, card.id))) return;
    const eventId = newId();
    const data = { lines, stillLive, version: row.version, note: noteFor(row, stillLive, lines) };
    const moved = await moveCard(w, card.id, { happening: { id: eventId, kind: 'looked-back', data }, tell: ['requester'] });
    await changeRequest(w.db, row.id, { revision: moved.revision });
    // Under the release notices too, which promised it.
    for (const { id, destination } of await selectReleaseNotices(w.db, order.id))
      await say(w, {
        kind: 'card-event',
        data: { eventId },
        destination,
        threadOf: id,
        dedupeKey: `card-event ${eventId} ${destination}`,
      });
    w.audit({
      verb: 'approvals.look-back',
      subject: `request:${row.id}`,
      detail: { number: row.number, order: order.id, stillLive, facts: lines.flatMap((one) => one.facts) },
    });
  });
}

const wasLookedBack = async (ctx: Pick<Ctx, 'db'>, cardId: string): Promise<boolean> =>
  (await readEvents(ctx, cardId)).some((one) => one.kind === 'looked-back');

function noteFor(row: Pick<RequestRow, 'version'>, stillLive: boolean, lines: readonly Line[]): string {
  if (!stillLive) return `Version ${row.version} is not live any more, so there is nothing to compare.`;
  if (lines.length === 0) return 'Nothing was measured both before and since, so whether the expected effect came is not known.';
  return 'Whether the new version brought this about is not known.';
}

async function compareWeeks(
  ctx: Ctx,
  modelId: string,
  version: number,
  { liveOn, today }: { liveOn: Day; today: Day },
): Promise<Line[]> {
  const firstWeek = liveOn === mondayOf(liveOn) ? liveOn : addDays(mondayOf(liveOn), 7);
  const before = await newestOf(ctx, modelId, addDays(mondayOf(liveOn), -7 * weeksBack), mondayOf(liveOn));
  const since = await newestOf(ctx, modelId, firstWeek, mondayOf(today));
  const kpis = await readKpis(ctx, [modelId]);
  const name = (fact: Fact) =>
    fact.measure === 'kpi' ? (kpis.find((one) => one.id === fact.about)?.title ?? fact.about) : 'Typical miss';
  return [...since].flatMap(([key, now]) => {
    const was = before.get(key);
    // Of a version that serves elsewhere than in production the weeks say nothing.
    return was && now.version === version
      ? [{ text: `${name(now)}: ${saidOf(was)} before, ${saidOf(now)} since.`, facts: [was.id, now.id] }]
      : [];
  });
}

const saidOf = (fact: Fact): string => `${sayFact(fact)} (${sayPeriod(periodOf(fact))})`;

/** By measure and subject, of the newest week that began in the stretch. */
async function newestOf(ctx: Ctx, modelId: string, from: Day, before: Day): Promise<Map<string, Fact>> {
  if (from >= before) return new Map();
  const facts = await readSeries(ctx, { modelIds: [modelId], grain: 'week', measures: ['mae', 'kpi'], from, before });
  // About the week itself, not about what it was held against.
  const own = facts.filter((one) => (one.measure === 'mae' ? one.about === '' : !one.about.includes(':')));
  return new Map(own.map((one) => [`${one.measure} ${one.about}`, one]));
}
