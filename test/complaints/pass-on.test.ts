import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passOnComplaints } from '../../src/complaints/pass-on.ts';
import { countComplaints } from '../../src/complaints/count-complaints.ts';
import { readComplaints, readPassedOn } from '../../src/complaints/read-complaints.ts';
import { passOnFromCase } from '../../src/feedback/pass-on-complaints.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { complaintReply } from '../../src/slack/verbs/complaint-verbs.ts';
import { caseCards } from '../../src/slack/verbs/case-cards.ts';
import { findCard, readEvents } from '../../src/cards/read-card.ts';
import { useOffice } from '../feedback/office.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

describe('complaints that an expert passes on', () => {
  const test = useDatabase();
  const office = useOffice(test);
  const { marcus, tom } = office;
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
    await passOnComplaints(marcus(), { ...of, count: 2, clientKey: 'b' });
    expect(await total()).toEqual([5]);
    expect((await readComplaints(marcus(), ['flight-delay'], week)).map((one) => one.now.value)).toEqual([37]);
    const entries = (await auditEntries(test.system())).filter((one) => one.verb === 'complaints.pass-on');
    expect(entries.map((one) => one.detail['count'])).toEqual([3, 2]);
    expect(await note('complaints flight-delay last week')).toMatch(
      /in the week of 26 February: 37\.\nPassed on by experts in the week of 26 February: 5\.$/,
    );
  });

  it('are refused from who is no expert, and of a week to come', async () => {
    await expect(passOnComplaints(tom(), { ...of, count: 3, clientKey: 'a' })).rejects.toMatchObject({ code: 'forbidden' });
    const later = { ...of, week: '2001-04-02', count: 3, clientKey: 'a' };
    await expect(passOnComplaints(marcus(), later)).rejects.toMatchObject({ code: 'invalid' });
    await expect(passOnComplaints(marcus(), { ...of, count: 0, clientKey: 'a' })).rejects.toMatchObject({ code: 'invalid' });
    expect(await total()).toEqual([]);
  });

  it('come by a command in everyday words', async () => {
    expect(await note('passed on 3 complaints about flight-delay last week')).toContain(
      'Passed on by experts in the week of 26 February: 3.',
    );
    expect(await note('complaints passed on 2 flight-delay last week')).toContain('in the week of 26 February: 5.');
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
