import { afterEach, beforeEach, expect, it } from 'vitest';
import { referenceProfile } from '../../src/db/schema/monitor.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { newId } from '../../src/shared/ids.ts';
import { changeReply } from '../../src/slack/verbs/change-verbs.ts';
import { complaintReply, complaintVerbs } from '../../src/slack/verbs/complaint-verbs.ts';
import { changeCard } from '../../src/slack/views/change-card.ts';
import { changeList } from '../../src/slack/views/change-list.ts';
import { changeModal, settleTouchModal } from '../../src/slack/views/change-forms.ts';
import { complaintModal, complaintTableModal } from '../../src/slack/views/complaint-modal.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';
import { change, changeStubs } from './change-samples.ts';

const test = useDatabase();
const marcus = () => test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'] });
beforeEach(async () => {
  await putSkyway(test.system());
  await putModels(test.system(), flightDelay);
});
afterEach(() => test.clear());

it('takes “change …” for telling of one, and questions for questions', async () => {
  expect(await changeReply(marcus(), 'change “New prices from 1 May”', true)).toEqual({
    is: 'change-form',
    words: 'New prices from 1 May',
  });
  expect(await changeReply(marcus(), 'change: new prices', false)).toEqual({ is: 'change-form', words: 'new prices' });
  expect(await changeReply(marcus(), 'change in flight delay?', false)).toBeUndefined();
  expect(await changeReply(marcus(), 'changes in flight delay last week', true)).toBeUndefined();
  expect(await changeReply(marcus(), 'upcoming changes', true)).toMatchObject({ is: 'changes' });
  await expect(changeReply(marcus(), 'change 7', true)).rejects.toMatchObject({
    code: 'not-found',
    message: 'There is no change 7.',
  });
});

it.each([
  ['complaints 37 flight-delay last week', 'Kept. Complaints about Flight Delay in the week of 26 February: 37.'],
  ['complaints 1,200 about Flight Delay', 'Kept. Complaints about Flight Delay in the week of 26 February: 1,200.'],
  [
    'complaints 4 flight delay in the week of 12 february at ORD',
    'Kept. Complaints about Flight Delay (ORD) in the week of 12 February: 4.',
  ],
])('counts “%s”', async (text, sentence) => {
  expect(await complaintReply(marcus(), text, true)).toMatchObject({ is: 'note', sentence });
});

it('opens a form for no number, and leaves what is no count to others', async () => {
  expect(await complaintReply(marcus(), 'complaints', true)).toEqual({ is: 'complaint-form', table: false });
  expect(await complaintReply(marcus(), 'complaints table', true)).toEqual({ is: 'complaint-form', table: true });
  expect(await complaintReply(marcus(), 'complain about flight-delay', true)).toBeUndefined();
  expect(await complaintReply(marcus(), 'complaints 3 flight-dely', true)).toMatchObject({
    again: { label: 'Open the form', text: 'complaints form 3 flight-dely' },
  });
  expect(await complaintReply(marcus(), 'complaints 3 flight-delay in february', true)).toMatchObject({
    sentence: 'Complaints are counted by the week: name one week.',
  });
});

it.each([
  ['complaints 12.5 flight-delay last week', '“12.5” is no whole number.'],
  ['complaints -3 flight-delay last week', '“-3” is less than nothing.'],
  ['complaints many flight-delay last week', '“many” is no whole number.'],
  ['complaints 99999999999 flight-delay', 'At most 10,000,000 complaints are counted for a week.'],
  ['complaints 37 flight-delay next week', 'That week has not come yet.'],
  ['complaints 37 flight-delay and crew need last week', 'Complaints are counted for one model at a time.'],
  ['complaints 37 last week', 'Say which model the customers complained about.'],
  [
    `complaints 5 flight-delay last week at ${'y'.repeat(61)}`,
    'The part of the business has more than 60 characters: name it shortly.',
  ],
])('says in everyday words what is wrong with “%s”', async (text, message) => {
  const again = { label: 'Open the form', text: text.replace('complaints', 'complaints form') };
  expect(await complaintReply(marcus(), text, true)).toMatchObject({ is: 'note', sentence: message, again });
});

it('opens the form with what was typed and refused, and what of it could be read', async () => {
  const reply = await complaintReply(marcus(), 'complaints form 1,200 flight delay in february at ORD', true);
  const said = '1,200 flight delay in february at ORD';
  expect(reply).toEqual({ is: 'complaint-form', table: false, said });
  const form = await complaintVerbs.complaintForm(marcus(), { said });
  expect(form.filled).toMatchObject({ model: 'flight-delay', count: '1,200', segment: 'ORD' });
  const view = JSON.stringify(complaintModal(form, { values: { count: '9' }, typedAt: 'Mon 9 April, 14:05' }));
  expect(view).toContain(`You typed: ${said}`);
  expect(view).toContain('"initial_value":"1,200"');
  expect(view).not.toContain('"initial_value":"9"');
  expect((await complaintVerbs.complaintForm(marcus(), { said: 'many flight-delay' })).filled).toEqual({ model: 'flight-delay' });
});

it('asks whether a part of the business is written as it is meant, and counts it', async () => {
  await test.database.db.insert(referenceProfile).values({
    id: newId(),
    modelId: 'flight-delay',
    version: 1,
    specHash: 'x',
    periodStart: '2001-01-01',
    periodEnd: '2001-02-01',
    profile: {
      profile: {
        profile: {
          columns: { origin: { type: 'categorical', categories: ['ORD'], counts: [1] }, miles: { type: 'numeric' } },
        },
      },
    },
    computedAt: new Date(),
  });
  const hintFor = async (segment: string) => {
    const reply = await complaintReply(marcus(), `complaints 4 flight-delay last week at ${segment}`, true);
    return reply?.is === 'note' ? reply.hint : undefined;
  };
  expect(await hintFor('ord')).not.toContain('not heard of');
  expect(await hintFor('ODR')).toContain('I have not heard of “ODR” here before');
  expect(await hintFor('ODR')).not.toContain('not heard of');
});

it('speaks to experts without jargon', async () => {
  const form = await changeStubs.changeForm(marcus(), { words: 'New prices' });
  const settle = await changeStubs.settleForm(marcus(), { changeId: change.changeId, modelId: 'flight-delay' });
  const counting = { models: [{ label: 'Flight Delay', value: 'flight-delay' }], weeks: [], week: '' };
  const shown = [
    changeCard(change),
    changeList({ changes: [], more: false }),
    changeModal(form),
    settleTouchModal(settle),
    complaintModal({ ...counting, weeks: [{ label: '2–8 April', value: '2001-04-02' }] }),
    complaintTableModal(),
  ];
  expect(findJargon(textsOf(shown).join('\n'))).toEqual([]);
});

const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(textsOf)
    : value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, one]) => (key === 'text' && typeof one === 'string' ? [one] : textsOf(one)))
      : [];
