import { afterEach, beforeEach, expect, it } from 'vitest';
import { findCard, readEvents } from '../../src/cards/read-card.ts';
import { reportChange } from '../../src/changes/report-change.ts';
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
