import { afterEach, beforeEach, expect, it } from 'vitest';
import { findCard, readEvents } from '../../src/cards/read-card.ts';
import { reportChange } from '../../src/changes/report-change.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { finding, run } from '../../src/db/schema/monitor.ts';
import { newId } from '../../src/shared/ids.ts';
import { evidenceLine } from '../../src/slack/verbs/case-evidence.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { gatherEvidence } from '../../src/feedback/gather-evidence.ts';
import { segmentColumn } from '../../src/feedback/segment-column.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

const test = useDatabase();
const marcus = () => test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'] });
const evidenceOf = async (caseId: string) => {
  const card = await findCard(test.system(), 'case', caseId);
  return (await readEvents(test.system(), card!.id)).filter((event) => event.kind === 'evidence');
};
beforeEach(async () => {
  await putSkyway(test.system());
  await putModels(test.system(), flightDelay);
});
afterEach(() => test.clear());

it('puts what is known under the card once, by ids, and holds nobody’s words', async () => {
  const change = { words: 'Summer timetable', startsOn: '2001-02-20', clientKey: 'c', touches: [{ modelId: 'flight-delay' }] };
  const { change: near } = await reportChange(marcus(), change);
  await reportChange(marcus(), { ...change, startsOn: '2001-04-20', clientKey: 'd' });
  const complaint = { modelId: 'flight-delay', whatHappened: 'Evening flights leave far later than it says' };
  const { case: before } = await flagProblem(test.ctx({ id: 'tom', roles: ['engineer'] }), { ...complaint, clientKey: 'a' });
  const { case: made } = await flagProblem(marcus(), { ...complaint, clientKey: 'b' });
  await gatherEvidence(test.system(), { caseId: made.id });
  await gatherEvidence(test.system(), { caseId: made.id });
  const events = await evidenceOf(made.id);
  expect(events.map((event) => event.data)).toMatchObject([
    { week: null, moved: [], still: [], segment: null, matterIds: [], changeIds: [near.id], likeIds: [before.id] },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Summer|Evening/);
  expect((await auditEntries(test.system())).filter((one) => one.verb === 'feedback.evidence')).toHaveLength(1);
});

it.each([
  ['origin=ORD', 'origin'],
  ['flights from some airports', 'origin'],
  ['the evening hour', 'hour'],
  ['ORIGIN', 'origin'],
  ['business class', undefined],
])('finds the column that “%s” speaks of', (segment, column) => {
  const columns = [
    { name: 'origin', phrase: 'airports' },
    { name: 'hour', phrase: 'hours' },
  ];
  expect(segmentColumn(columns, segment)?.name).toBe(column);
});

it('tells the week’s figures also where it is too early to say what is usual', async () => {
  const week = { modelId: 'flight-delay', grain: 'week' as const, periodStart: '2001-02-19', periodEnd: '2001-02-26' };
  const runId = newId();
  const { db } = test.database;
  const now = test.system().now;
  await db.insert(run).values({ id: runId, ...week, version: 1, state: 'published', startedAt: now });
  const figure = (measure: 'kpi' | 'kpi-target', value: number) => ({
    id: newId(),
    runId,
    ...week,
    version: 1,
    about: 'on-time',
    measure,
    value,
    unit: 'share',
    source: { source: 'f', windowStart: '', windowEnd: '', rows: 1, columns: [], method: 'm' },
    computedAt: now,
  });
  const [onTime, target] = [figure('kpi', 0.729), figure('kpi-target', 0.8)];
  await db.insert(fact).values([onTime, target]);
  await db.insert(finding).values({
    runId,
    ...week,
    kind: 'kpi-early',
    key: 'kpi:on-time',
    severity: 10,
    direction: 'none',
    pattern: 'none',
    slots: { now: onTime.id, target: target.id },
    words: { title: 'On time' },
    createdAt: now,
  });
  const complaint = { modelId: 'flight-delay', whatHappened: 'Late again', period: { start: '2001-02-19', end: '2001-02-26' } };
  const { case: made } = await flagProblem(marcus(), { ...complaint, clientKey: 'a' });
  await gatherEvidence(test.system(), { caseId: made.id });
  const [event] = await evidenceOf(made.id);
  expect(event!.data).toMatchObject({ early: [{ facts: { now: onTime.id, target: target.id } }] });
  const shown = JSON.stringify((await evidenceLine(test.system(), made.id, event!)).blocks);
  expect(shown).toContain('Too early to say what is usual');
  expect(shown.replaceAll('\u00a0', ' ')).toContain('On time: 72.9 % (the target is 80 %).');
});
