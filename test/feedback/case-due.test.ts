import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { claimCardDue, dueCards } from '../../src/cards/due-cards.ts';
import { acceptCase } from '../../src/feedback/accept-case.ts';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { answerOwner } from '../../src/feedback/answer-owner.ts';
import { askFlagger } from '../../src/feedback/ask-flagger.ts';
import { caseDue } from '../../src/feedback/case-due.ts';
import { caseFigures } from '../../src/feedback/case-figures.ts';
import { confirmCase, reopenCase } from '../../src/feedback/confirm-case.ts';
import { finishCase } from '../../src/feedback/finish-case.ts';
import { handCase } from '../../src/feedback/hand-case.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { putPerson, removePerson } from '../../src/people/put-person.ts';
import { readPerson } from '../../src/people/read-persons.ts';
import { useDatabase } from '../support/database.ts';
import { useOffice } from './office.ts';

describe('what comes due on a case', () => {
  const test = useDatabase('postgres');
  const office = useOffice(test);
  const { marcus, priya, tom } = office;
  beforeEach(() => office.put());
  afterEach(() => test.clear());
  const { flag } = office;

  /** Does everything that falls due until an instant, each at its own time. Returns kinds by day. */
  async function until(day: string): Promise<string[]> {
    const done: string[] = [];
    for (;;) {
      const next = (await dueCards({ db: test.database.db, now: new Date(`${day}T23:00:00Z`) }))[0];
      if (!next) return done;
      const ctx = test.system(next.dueAt);
      await write(ctx, (w) => claimCardDue(w, next));
      await caseDue(ctx, next);
      done.push(`${next.dueAt.toISOString().slice(0, 10)} ${next.kind}`);
    }
  }

  it('reminds the owner, then the deputy, then those above, and the case is called silent', async () => {
    const { id } = await flag();
    expect(await until('2001-03-30')).toEqual(['2001-03-09 remind-owner', '2001-03-13 tell-deputy', '2001-03-15 tell-above']);
    const stored = await readCase(marcus(), id);
    expect(stored.silentAt).toEqual(new Date('2001-03-15T15:00:00Z'));
    expect(stored.events.map((one) => [one.kind, one.data])).toMatchObject([
      ['flagged', {}],
      ['reminded', { what: 'owner', names: ['Priya'] }],
      ['deputised', { name: 'Tom', for: 'Priya' }],
      ['told-above', { names: ['Dana'] }],
    ]);
    const lines = await office.linesOf(stored.cardId!);
    expect(lines).toEqual(expect.arrayContaining(['reminded person:priya', 'deputised person:tom']));
  });

  it('is not silent any more once somebody takes it, by a new promised day, and who was told above hears every step as owner', async () => {
    const { id, revision } = await flag();
    await until('2001-03-16');
    const late = new Date('2001-03-16T15:00:00Z');
    await acceptCase(tom(late), { caseId: id, revision });
    const taken = await readCase(tom(), id);
    expect(taken).toMatchObject({ ownerId: 'tom', silentAt: null, promisedOn: '2001-03-23' });
    const { revision: seen } = await handCase(tom(late), { caseId: id, personId: 'dana', revision: taken.revision });
    await answerOwner(marcus(late), { caseId: id, words: 'Any news?' });
    expect(await office.linesOf(taken.cardId!)).toContain('added person:dana');
    expect(await acceptCase(tom(late), { caseId: id, revision: seen }).catch((error: unknown) => error)).toMatchObject({
      code: 'conflict',
    });
  });

  it('calls another owner in at once when its owner has left', async () => {
    const { id } = await flag();
    const gone = await readPerson(test.ctx(), 'priya');
    await write(test.system(), (w) => removePerson(w, gone));
    await until('2001-03-09');
    expect((await readCase(marcus(), id)).events.at(-1)).toMatchObject({ kind: 'deputised', data: { name: 'Tom', for: null } });
  });

  it('reminds the deputy in place of an owner who is away, who had the case from the start', async () => {
    const slack = { slackTeamId: 'T0LEEWAY', slackUserId: 'U0PRIYA', active: true, email: null, title: null };
    const rest = { zone: 'America/Chicago', roles: ['data-scientist' as const], teams: ['network-operations'] };
    const away = [{ deputyId: 'olga', fromAt: new Date('2001-03-01T00:00:00Z'), untilAt: new Date('2001-04-01T00:00:00Z') }];
    await write(test.system(), (w) => putPerson(w, { id: 'priya', name: 'Priya', ...slack, ...rest }, away));
    const { id, revision } = await flag();
    expect(await readCase(office.olga(), id)).toMatchObject({ ownerId: 'priya', deputyName: 'Olga', mayTriage: true });
    await until('2001-03-09');
    expect((await readCase(priya(), id)).events.at(-1)).toMatchObject({ kind: 'reminded', data: { names: ['Olga'] } });
    expect(await acceptCase(office.olga(), { caseId: id, revision })).toMatchObject({ state: 'accepted' });
  });

  it('reminds nobody of what was answered in time', async () => {
    const { id, revision } = await flag();
    const nothing = [{ kind: 'nothing' as const, personId: 'priya', dueOn: '2001-03-05' }];
    await answerCase(priya(), { caseId: id, revision, words: 'Snow.', actions: nothing });
    expect(await until('2001-03-18')).toEqual(['2001-03-12 remind-flagger']);
    await confirmCase(marcus(), { caseId: id });
    expect(await until('2001-06-01')).toEqual([]);
  });

  it('closes as unconfirmed, never as confirmed, when nobody says anything for two weeks', async () => {
    const { id, revision } = await flag();
    await finishCase(priya(), { caseId: id, words: 'Repaired.', revision });
    expect(await until('2001-03-30')).toEqual(['2001-03-12 remind-flagger', '2001-03-19 unconfirmed']);
    expect(await readCase(marcus(), id)).toMatchObject({ state: 'unconfirmed', confirmedAt: null });
    expect((await listMatters(marcus())).matters).toEqual([]);
    const late = marcus(new Date('2001-04-02T15:00:00Z'));
    expect(await confirmCase(late, { caseId: id })).toMatchObject({ state: 'confirmed' });
    expect(await reopenCase(late, { caseId: id, words: 'Not at all.' })).toMatchObject({ state: 'accepted' });
    expect(await until('2001-04-06')).toEqual(['2001-04-06 remind-owner']);
  });

  it('gives the turn back to the owner when a question stays without a reply', async () => {
    const { id, revision } = await flag();
    await askFlagger(priya(), { caseId: id, words: 'Which gate?', revision });
    expect(await until('2001-03-19')).toEqual(['2001-03-07 remind-flagger', '2001-03-14 remind-flagger', '2001-03-19 no-reply']);
    expect(await readCase(priya(), id)).toMatchObject({ waitsFor: 'owner', promisedOn: '2001-03-26' });
    await answerOwner(marcus(), { caseId: id, words: 'B12, sorry' });
  });

  it('reminds whoever has something to do on its day', async () => {
    const { id, revision } = await flag();
    const actions = [
      { kind: 'data-fix' as const, personId: 'tom', dueOn: '2001-03-07' },
      { kind: 'process' as const, personId: 'dana', dueOn: '2001-03-08' },
    ];
    await answerCase(priya(), { caseId: id, revision, words: 'Both.', actions });
    expect((await listMatters(priya())).matters.map((one) => [one.kind, one.ownerId, one.dueOn])).toEqual([
      ['case', 'priya', '2001-03-08'],
      ['action', 'tom', '2001-03-07'],
      ['action', 'dana', '2001-03-08'],
    ]);
    expect(await until('2001-03-08')).toEqual(['2001-03-07 remind-action', '2001-03-08 remind-action']);
    const reminders = (await readCase(tom(), id)).events.filter((one) => one.kind === 'reminded');
    expect(reminders.map((one) => one.data['names'])).toEqual([['Tom'], ['Tom', 'Dana']]);
  });

  it('closes what is done as unconfirmed when everybody who raised it has left, and asks nobody then', async () => {
    const { id, revision } = await flag();
    const gone = await readPerson(test.ctx(), 'marcus');
    await write(test.system(), (w) => removePerson(w, gone));
    await expect(askFlagger(priya(), { caseId: id, words: 'Where?', revision })).rejects.toMatchObject({
      message: 'Marcus has left, so nobody can be asked about case 1.',
    });
    expect(await finishCase(priya(), { caseId: id, words: 'Repaired.', revision })).toMatchObject({ state: 'unconfirmed' });
  });

  it('counts answers, repairs, what was opened again and what went silent, as facts', async () => {
    const first = await flag();
    const second = await flag('And again');
    await flag('A third');
    const later = new Date('2001-03-06T15:00:00Z');
    await finishCase(priya(later), { caseId: first.id, words: 'x', revision: first.revision });
    await confirmCase(marcus(new Date('2001-03-07T15:00:00Z')), { caseId: first.id });
    await finishCase(priya(new Date('2001-03-08T15:00:00Z')), { caseId: second.id, words: 'x', revision: second.revision });
    await reopenCase(marcus(new Date('2001-03-09T15:00:00Z')), { caseId: second.id, words: 'No' });
    await until('2001-04-10');
    const figures = await caseFigures(marcus(), {
      modelIds: ['flight-delay'],
      period: { start: '2001-03-01', end: '2001-04-01' },
    });
    const value = Object.fromEntries(Object.entries(figures).map(([slot, fact]) => [slot, fact.value]));
    expect(value).toEqual({ raised: 3, closed: 1, reopened: 1, silent: 2, confirmedShare: 1, firstAnswer: 48, repair: 2 });
    expect(figures.firstAnswer).toMatchObject({ measure: 'case-first-answer', unit: 'hours', source: { rows: 2 } });
    const none = await caseFigures(marcus(), { teamId: 'crews', period: { start: '2001-03-01', end: '2001-04-01' } });
    expect(Object.keys(none)).toEqual(['raised', 'closed', 'reopened', 'silent']);
  });
});
