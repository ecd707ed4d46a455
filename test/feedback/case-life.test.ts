import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { acceptCase } from '../../src/feedback/accept-case.ts';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { answerOwner } from '../../src/feedback/answer-owner.ts';
import { askFlagger } from '../../src/feedback/ask-flagger.ts';
import { confirmCase, reopenCase } from '../../src/feedback/confirm-case.ts';
import { contestDecline } from '../../src/feedback/contest-decline.ts';
import { declineCase } from '../../src/feedback/decline-case.ts';
import { describeCase } from '../../src/feedback/describe-case.ts';
import { finishCase } from '../../src/feedback/finish-case.ts';
import { handAction } from '../../src/feedback/hand-action.ts';
import { handCase } from '../../src/feedback/hand-case.ts';
import { mergeCase } from '../../src/feedback/merge-case.ts';
import { openFromAction } from '../../src/feedback/open-from-action.ts';
import { listCases, readCase } from '../../src/feedback/read-case.ts';
import { remarkCase } from '../../src/feedback/remark-case.ts';
import { linkAction, settleAction } from '../../src/feedback/settle-action.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { useOffice } from './office.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`a case on ${kind}`, () => {
    const test = useDatabase(kind);
    const office = useOffice(test);
    const { marcus, priya, tom, dana, grace } = office;
    beforeEach(() => office.put());
    afterEach(() => test.clear());
    const flag = office.flag;
    const answer = (caseId: string, revision: number) =>
      answerCase(priya(), {
        caseId,
        revision,
        words: 'The model never saw the new gates.',
        actions: [{ kind: 'retrain', personId: 'priya', dueOn: '2001-03-20', words: 'With March' }],
      });

    it('goes from flag to a repair that its flagger confirms', async () => {
      const { id, revision } = await flag();
      const described = await describeCase(marcus(), {
        caseId: id,
        kind: 'no-help',
        sureness: 'sure',
        still: 'yes',
        harm: 'An hour',
      });
      expect(described).toMatchObject({ state: 'flagged', waitsFor: 'owner', changed: true });
      const accepted = await acceptCase(priya(), { caseId: id, revision });
      expect(accepted).toMatchObject({ state: 'accepted', waitsFor: 'owner' });
      const asked = await askFlagger(priya(), { caseId: id, words: 'Which gate?', revision: accepted.revision });
      expect(asked).toMatchObject({ state: 'accepted', waitsFor: 'flagger' });
      expect(await answerOwner(marcus(), { caseId: id, words: 'B12' })).toMatchObject({ waitsFor: 'owner' });
      const answered = await answer(id, asked.revision);
      expect(answered).toMatchObject({ state: 'acting', waitsFor: 'owner' });
      const [action] = (await readCase(priya(), id)).actions;
      await expect(finishCase(priya(), { caseId: id, words: 'Done', revision: answered.revision })).rejects.toMatchObject({
        code: 'conflict',
        message: 'Something is still open: “Teach the model with newer data” (Priya).',
      });
      await linkAction(priya(), { actionId: action!.id, link: { kind: 'request', id: 'r1' } });
      await settleAction(priya(), { actionId: action!.id, outcome: 'done' });
      const finished = await finishCase(priya(), { caseId: id, words: 'Taught with March.', revision: answered.revision });
      expect(finished).toMatchObject({ state: 'done', waitsFor: 'flagger' });
      expect(await confirmCase(marcus(), { caseId: id })).toMatchObject({ state: 'confirmed', waitsFor: null });

      const stored = await readCase(marcus(), id);
      expect(stored).toMatchObject({
        kind: 'no-help',
        sureness: 'sure',
        still: 'yes',
        firstAnswerAt: office.now,
        confirmedAt: office.now,
        closedAt: office.now,
        actions: [{ kind: 'retrain', state: 'done', link: { kind: 'request', id: 'r1' } }],
      });
      expect(stored.events.map((one) => one.kind)).toEqual([
        'flagged',
        'harm',
        'described',
        'accepted',
        'asked',
        'replied',
        'answered',
        'action-linked',
        'action-done',
        'finished',
        'confirmed',
      ]);
      expect((await listMatters(marcus())).matters).toEqual([]);
      expect((await listCases(marcus())).cases).toEqual([]);
      const entries = await auditEntries(test.system());
      expect(entries.filter((one) => one.subject === `case:${id}`).map((one) => one.verb)).toEqual([
        'feedback.flag',
        'feedback.describe',
        'feedback.accept',
        'feedback.ask',
        'feedback.reply',
        'feedback.answer',
        'feedback.link-action',
        'feedback.settle-action',
        'feedback.finish',
        'feedback.confirm',
      ]);
      expect(JSON.stringify(entries)).not.toMatch(/B12|Which gate|An hour|Taught/);
      expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
    });

    it('says every step under the letters of both sides and in the thread', async () => {
      const { id, revision } = await flag();
      await askFlagger(priya(), { caseId: id, words: 'Which gate?', revision });
      const { cardId } = await readCase(priya(), id);
      expect(await office.linesOf(cardId!)).toEqual(['asked #builders', 'asked person:marcus']);
      await answerOwner(marcus(), { caseId: id, words: 'B12' });
      await remarkCase(tom(), { caseId: id, words: 'I have seen that too.' });
      expect((await office.linesOf(cardId!)).slice(2)).toEqual([
        'replied #builders',
        'replied person:priya',
        'said #builders',
        'said person:marcus',
        'said person:priya',
      ]);
    });

    it('asks whether an answer without anything to do settles it', async () => {
      const { id, revision } = await flag();
      const nothing = [{ kind: 'nothing' as const, personId: 'priya', dueOn: '2001-03-05' }];
      const answered = await answerCase(priya(), { caseId: id, revision, words: 'It was snow.', actions: nothing });
      expect(answered).toMatchObject({ state: 'answered', waitsFor: 'flagger' });
      expect((await readCase(priya(), id)).actions).toMatchObject([{ kind: 'nothing', state: 'done' }]);
      expect(await confirmCase(marcus(), { caseId: id, words: 'Thanks' })).toMatchObject({ state: 'confirmed' });
      const again = await reopenCase(marcus(), { caseId: id, words: 'It happened again.' });
      expect(again).toMatchObject({ state: 'accepted', waitsFor: 'owner' });
      expect(await readCase(marcus(), id)).toMatchObject({ reopened: 1, closedAt: null, confirmedAt: null });
      expect((await listMatters(priya())).matters).toMatchObject([{ kind: 'case', state: 'taken', ownerId: 'priya' }]);
    });

    it('goes to somebody else when whoever flagged it does not take no for an answer', async () => {
      const { id, revision } = await flag();
      await declineCase(priya(), { caseId: id, words: 'That is how it is.', revision });
      await expect(reopenCase(marcus(), { caseId: id, words: 'No' })).rejects.toMatchObject({ code: 'conflict' });
      await expect(contestDecline(dana(), { caseId: id, words: 'No' })).rejects.toMatchObject({
        code: 'forbidden',
        message: 'That is for Marcus to say, who raised case 1.',
      });
      expect(await contestDecline(marcus(), { caseId: id, words: 'But look.' })).toMatchObject({
        state: 'flagged',
        waitsFor: 'owner',
      });
      const contested = await readCase(marcus(), id);
      expect(contested).toMatchObject({ ownerId: 'tom', closedAt: null });
      await expect(handCase(tom(), { caseId: id, personId: 'priya', revision: contested.revision })).rejects.toMatchObject({
        code: 'conflict',
        message: 'Priya declined case 1 before: somebody else is to look at it.',
      });
      await declineCase(tom(), { caseId: id, words: 'No.', revision: contested.revision });
      await contestDecline(marcus(), { caseId: id, words: 'And still.' });
      const third = await readCase(dana(), id);
      expect(third.ownerId).toBe('dana');
      await declineCase(dana(), { caseId: id, words: 'No.', revision: third.revision });
      await expect(contestDecline(marcus(), { caseId: id, words: 'Please' })).rejects.toMatchObject({
        code: 'conflict',
        message: 'Everybody who answers for Flight Delay has looked at case 1 already.',
      });
    });

    it('keeps every voice when it is joined with another', async () => {
      const first = await flag();
      const second = await flag('Gates again', grace());
      const third = await flag('And gates', tom());
      await mergeCase(priya(), { caseId: third.id, into: second.id, revision: third.revision });
      const seen = await readCase(priya(), second.id);
      expect(await mergeCase(priya(), { caseId: second.id, into: first.id, revision: seen.revision })).toMatchObject({
        state: 'merged',
      });
      const joined = await readCase(grace(), first.id);
      expect(joined).toMatchObject({
        isVoice: true,
        voices: [
          { number: 2, name: 'Grace', words: 'Gates again' },
          { number: 3, name: 'Tom', words: 'And gates' },
        ],
      });
      expect(await readCase(priya(), third.id)).toMatchObject({ mergedIntoNumber: 1, state: 'merged' });
      await askFlagger(priya(), { caseId: first.id, words: 'When?', revision: joined.revision });
      expect(await office.linesOf(joined.cardId!)).toEqual(
        expect.arrayContaining(['asked person:grace', 'asked person:marcus', 'asked person:tom']),
      );
      expect(await answerOwner(grace(), { caseId: first.id, words: 'On Monday' })).toMatchObject({ waitsFor: 'owner' });
      await expect(answerOwner(grace(), { caseId: second.id, words: 'On Monday' })).rejects.toMatchObject({
        message: 'Case 2 goes on as part of another case.',
      });
      await expect(mergeCase(priya(), { caseId: first.id, into: second.id, revision: 99 })).rejects.toMatchObject({
        message: 'Case 2 is closed, so nothing is joined with it.',
      });
    });

    it('is handed to another team, whose person answers by a day of their own, and the first one sees on', async () => {
      const { id, revision } = await flag();
      const handed = await handCase(priya(), { caseId: id, teamId: 'crews', words: 'Crew planning, I think', revision });
      const stored = await readCase(priya(), id);
      expect(stored).toMatchObject({ ownerId: 'olga', teamId: 'crews', teamName: 'Crews', promisedOn: '2001-03-07' });
      expect((await listMatters(priya())).matters).toMatchObject([{ kind: 'case', ownerId: 'olga' }]);
      await acceptCase(office.olga(), { caseId: id, revision: handed.revision });
      expect((await office.linesOf(stored.cardId!)).slice(-3)).toEqual([
        'accepted #builders',
        'accepted person:marcus',
        'accepted person:priya',
      ]);
    });

    it('lets the first of two owners decide, and tells the other who was quicker', async () => {
      const { id, revision } = await flag();
      const both = await Promise.allSettled([
        acceptCase(priya(), { caseId: id, revision }),
        declineCase(tom(), { caseId: id, words: 'No.', revision }),
      ]);
      expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      const lost = both.find((one) => one.status === 'rejected');
      expect(lost?.reason).toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/^(Priya|Tom) was quicker: case 1 was/),
      });
      expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
    });

    it('does the same click twice once, and is not held up by what nobody decided', async () => {
      const { id, revision } = await flag();
      await remarkCase(tom(), { caseId: id, words: 'Hm' });
      expect(await acceptCase(priya(), { caseId: id, revision })).toMatchObject({ changed: true });
      expect(await acceptCase(priya(), { caseId: id, revision })).toMatchObject({ changed: false, state: 'accepted' });
      const reply = { caseId: id, words: 'One more thing', clientKey: 'k' };
      expect(await answerOwner(marcus(), reply)).toMatchObject({ changed: true });
      expect(await answerOwner(marcus(), reply)).toMatchObject({ changed: false });
    });

    it('has its actions handed on, to another day or person, and its matters dealt with on its card alone', async () => {
      const { id, revision } = await flag();
      await answer(id, revision);
      const [action] = (await readCase(priya(), id)).actions;
      await expect(handAction(marcus(), { actionId: action!.id, personId: 'tom' })).rejects.toMatchObject({
        message: 'That is for Priya to say.',
      });
      await handAction(priya(), { actionId: action!.id, personId: 'tom', dueOn: '2001-03-25', words: 'You know the data.' });
      expect(await readCase(tom(), id)).toMatchObject({
        promisedOn: '2001-03-25',
        actions: [{ personName: 'Tom', dueOn: '2001-03-25' }],
      });
      const { matters } = await listMatters(priya());
      expect(matters.map((one) => [one.kind, one.ownerId, one.dueOn])).toEqual([
        ['case', 'priya', '2001-03-25'],
        ['action', 'tom', '2001-03-25'],
      ]);
      for (const { id: matterId } of matters)
        await expect(closeMatter(tom(), { matterId, outcome: 'Done' })).rejects.toMatchObject({ code: 'conflict' });
    });

    it('opens a data-quality matter for what is to be repaired, once, linked both ways', async () => {
      const { id, revision } = await flag();
      const actions = [{ kind: 'data-fix' as const, personId: 'tom', dueOn: '2001-03-20' }];
      await answerCase(priya(), { caseId: id, revision, words: 'The feed is late.', actions });
      const [action] = (await readCase(tom(), id)).actions;
      await openFromAction(tom(), { actionId: action!.id });
      expect(await openFromAction(tom(), { actionId: action!.id })).toMatchObject({ changed: false });
      const opened = (await listMatters(tom())).matters.find((one) => one.kind === 'data-quality');
      expect(opened).toMatchObject({
        ownerId: 'tom',
        dueOn: '2001-03-20',
        title: 'Data of Flight Delay to repair (from case 1)',
      });
      expect((await readCase(tom(), id)).actions).toMatchObject([{ link: { kind: 'matter', id: opened!.id } }]);
      expect((await readCase(tom(), id)).events.at(-1)).toMatchObject({ kind: 'action-linked', data: { kind: 'matter' } });
    });

    it('is decided on only by who answers for it', async () => {
      const { id, revision } = await flag();
      await expect(acceptCase(grace(), { caseId: id, revision })).rejects.toMatchObject({
        code: 'forbidden',
        message: 'Case 1 is for Priya to decide on, not for you.',
      });
      await expect(confirmCase(priya(), { caseId: id })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(acceptCase(test.ctx({ roles: [] }), { caseId: id, revision })).rejects.toMatchObject({ code: 'forbidden' });
      expect((await acceptCase(tom(), { caseId: id, revision })).state).toBe('accepted');
      expect(await readCase(tom(), id)).toMatchObject({ ownerId: 'tom' });
    });

    it('leaves out what tells who a customer is, and says so', async () => {
      const { id, revision } = await flag();
      const asked = await askFlagger(priya(), { caseId: id, words: 'Was it customer Jane Doe, 4111 1111 1111 1111?', revision });
      expect(asked.masked).toEqual(['a card number', 'a name']);
      expect((await readCase(priya(), id)).events.at(-1)!.words).toBe('Was it customer [name], [card number]?');
    });

    it.each([
      ['a day that has passed', { personId: 'priya', dueOn: '2001-03-04' }, 'actions.0.dueOn'],
      ['a day two years away', { personId: 'priya', dueOn: '2003-03-04' }, 'actions.0.dueOn'],
      ['nobody there', { personId: 'nobody', dueOn: '2001-03-20' }, 'actions.0.personId'],
      ['somebody who has left', { personId: 'gone', dueOn: '2001-03-20' }, 'actions.0.personId'],
    ])('refuses an action with %s', async (_what, wrong, field) => {
      const { id, revision } = await flag();
      const input = { caseId: id, revision, words: 'x', actions: [{ kind: 'process' as const, ...wrong }] };
      await expect(answerCase(priya(), input)).rejects.toMatchObject({ field });
      expect(await readCase(priya(), id)).toMatchObject({ state: 'flagged', actions: [] });
    });
  });
}
