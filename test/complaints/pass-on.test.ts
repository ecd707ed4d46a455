import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passOnComplaints } from '../../src/complaints/pass-on.ts';
import { countComplaints } from '../../src/complaints/count-complaints.ts';
import { readComplaints, readPassedOn } from '../../src/complaints/read-complaints.ts';
import { passOnFromCase } from '../../src/feedback/pass-on-complaints.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { complaintReply } from '../../src/slack/verbs/complaint-verbs.ts';
import { caseCards } from '../../src/slack/verbs/case-cards.ts';
import { findCard, readEvents } from '../../src/cards/read-card.ts';
import { complaintLines } from '../../src/digest/business-lines.ts';
import { leadFactIds, readHappenings } from '../../src/digest/happenings.ts';
import { createSay, loadTemplates } from '../../src/digest/templates.ts';
import type { Material } from '../../src/digest/material.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import { weekOf } from '../../src/shared/period.ts';
import { useOffice } from '../feedback/office.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

describe('complaints that an expert passes on', () => {
  const test = useDatabase();
  const office = useOffice(test);
  const { marcus, tom } = office;
  const nora = () => test.ctx({ id: 'nora', name: 'Nora', roles: ['expert'], teams: [], now: office.now });
  beforeEach(() => office.put());
  afterEach(() => test.clear());
  const week = '2001-02-26';
  const of = { modelId: 'flight-delay', week };
  const total = async () => (await readPassedOn(marcus(), 'flight-delay', week)).map((one) => one.value);
  const note = async (text: string, ctx = marcus()) => {
    const reply = await complaintReply(ctx, text, true);
    return reply?.is === 'note' ? reply.sentence : reply;
  };

  it('add up beside the count, and never take its place', async () => {
    await countComplaints(tom(), { counts: [{ ...of, count: 37 }], source: 'command' });
    await passOnComplaints(marcus(), { ...of, count: 3, clientKey: 'a' });
    await passOnComplaints(marcus(), { ...of, count: 3, clientKey: 'a' });
    expect(await total()).toEqual([3]);
    await passOnComplaints(nora(), { ...of, count: 2, clientKey: 'b' });
    expect(await total()).toEqual([5]);
    expect((await readComplaints(marcus(), ['flight-delay'], week)).map((one) => one.now.value)).toEqual([37]);
    const entries = (await auditEntries(test.system())).filter((one) => one.verb === 'complaints.pass-on');
    expect(entries.map((one) => one.detail['count'])).toEqual([3, 2]);
    expect(await note('complaints flight-delay last week')).toMatch(
      /in the week of 26 February: 37\.\nPassed on by experts in the week of 26 February: 5\.$/,
    );
  });

  it('are corrected by who passed them on, of the same week and the same case, with what they replace in the audit', async () => {
    await passOnComplaints(marcus(), { ...of, count: 30, clientKey: 'a' });
    await passOnComplaints(nora(), { ...of, count: 2, clientKey: 'n' });
    expect(await passOnComplaints(marcus(), { ...of, count: 3, clientKey: 'b' })).toMatchObject({
      replaced: 30,
      fact: { value: 5 },
    });
    // The first form once more, late: it changes nothing.
    expect(await passOnComplaints(marcus(), { ...of, count: 30, clientKey: 'a' })).toMatchObject({
      isNew: false,
      fact: { value: 5 },
    });
    const { id: caseId } = await office.flag();
    await passOnFromCase(marcus(), { caseId, week, count: 4, clientKey: 'c' });
    expect((await passOnFromCase(marcus(), { caseId, week, count: 1, clientKey: 'd' })).replaced).toBe(4);
    expect((await total()).at(-1)).toBe(6);
    const entries = (await auditEntries(test.system())).filter((one) => one.verb === 'complaints.pass-on');
    expect(entries.map((one) => one.detail['replaced'])).toEqual([undefined, undefined, 30, undefined, 4]);
  });

  it('are taken back with 0 by who passed them on, by command and in their case, and leave no nought behind', async () => {
    const none = { code: 'invalid', message: expect.stringContaining('nothing to take back') };
    await expect(passOnComplaints(marcus(), { ...of, count: 0, clientKey: 'none' })).rejects.toMatchObject(none);
    expect(await total()).toEqual([]);
    await passOnComplaints(marcus(), { ...of, count: 3, clientKey: 'a' });
    await passOnComplaints(nora(), { ...of, count: 2, clientKey: 'n' });
    expect(await note('complaints passed on 0 flight-delay last week')).toContain('in the week of 26 February: 2.');
    await expect(passOnComplaints(marcus(), { ...of, count: 0, clientKey: 'again' })).rejects.toMatchObject(none);
    const { id: caseId } = await office.flag();
    await passOnFromCase(marcus(), { caseId, week, count: 4, clientKey: 'c' });
    expect(await passOnFromCase(marcus(), { caseId, week, count: 0, clientKey: 'd' })).toMatchObject({
      replaced: 4,
      fact: { value: 2 },
    });
    const card = (await findCard(test.system(), 'case', caseId))!;
    const said = (await readEvents(test.system(), card.id)).filter((one) => one.kind === 'complaints').at(-1)!;
    expect((await caseCards.event(test.system(), card, said, '#builders')).text).toBe(
      'Marcus takes back what they passed on of customers’ complaints: 2 by now in the week of 26 February.',
    );
    await passOnComplaints(nora(), { ...of, count: 0, clientKey: 'o' });
    expect(await total()).toEqual([0]);
    expect(await note('complaints flight-delay last week')).toMatch(/^Nobody has counted complaints[^\n]*$/);
    await note('complaints 37 flight-delay last week');
    expect(await note('complaints 0 flight-delay last week')).toContain('in the week of 26 February: 0');
  });

  it('stand in the digest of who builds the model beside the count, and in no executive’s', async () => {
    const read = async () =>
      readHappenings(test.system(), { period: weekOf(week), zone: 'utc', teamId: null, destination: '#builders' });
    await passOnComplaints(marcus(), { ...of, count: 3, clientKey: 'a' });
    const [alone] = (await read()).complaints;
    expect(alone).toMatchObject({ modelId: 'flight-delay', now: null, passed: expect.any(String) });
    await countComplaints(tom(), { counts: [{ ...of, count: 37 }], source: 'command' });
    const happenings = await read();
    const facts = new Map((await readFacts(marcus(), leadFactIds(happenings))).map((one) => [one.id, one]));
    const material = { happenings, facts } as unknown as Material;
    const linesFor = (voice: 'executive' | 'data-scientist') =>
      complaintLines(createSay(loadTemplates()), voice, material).map((one) => one.text);
    expect(linesFor('data-scientist')).toEqual([
      'Complaints from customers, Flight Delay: 37.',
      'Passed on by experts, Flight Delay: 3.',
    ]);
    expect(linesFor('executive')).toEqual(['Complaints from customers about Flight Delay: 37 in the week.']);
  });

  it('are refused from who is no expert, and of a week to come', async () => {
    await expect(passOnComplaints(tom(), { ...of, count: 3, clientKey: 'a' })).rejects.toMatchObject({ code: 'forbidden' });
    const later = { ...of, week: '2001-04-02', count: 3, clientKey: 'a' };
    await expect(passOnComplaints(marcus(), later)).rejects.toMatchObject({ code: 'invalid' });
    expect(await total()).toEqual([]);
  });

  it('come by a command in everyday words', async () => {
    expect(await note('passed on 3 complaints about flight-delay last week')).toContain(
      'Passed on by experts in the week of 26 February: 3.',
    );
    expect(await note('complaints passed on 2 flight-delay last week')).toContain('in the week of 26 February: 2.');
    expect(await note('complaints flight-delay last week')).toMatch(/^Nobody has counted complaints.*\nPassed on by experts/);
  });

  it('come from their case, which says so; from nobody else’s, and not from one that is closed', async () => {
    const { id } = await office.flag();
    const given = { caseId: id, week, count: 4, clientKey: 'view' };
    await expect(passOnFromCase(tom(), given)).rejects.toMatchObject({ code: 'forbidden' });
    await passOnFromCase(marcus(), given);
    expect((await passOnFromCase(marcus(), given)).isNew).toBe(false);
    expect(await total()).toEqual([4]);
    expect((await readCase(marcus(), id)).events.filter((one) => one.kind === 'complaints')).toHaveLength(1);
    const card = (await findCard(test.system(), 'case', id))!;
    const event = (await readEvents(test.system(), card.id)).find((one) => one.kind === 'complaints')!;
    expect((await caseCards.event(test.system(), card, event, '#builders')).text).toBe(
      'Marcus passes on that customers complained about the same: 4 by now in the week of 26 February.',
    );
  });
});
