import { asc, eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { delegate } from '../../src/cards/delegate.ts';
import { claimCardDue, dueCards, nextCardDue } from '../../src/cards/due-cards.ts';
import { moveCard } from '../../src/cards/move-card.ts';
import { addLetters, openCard } from '../../src/cards/open-card.ts';
import { readCard, readEvents } from '../../src/cards/read-card.ts';
import { lastDelegate } from '../../src/cards/rules.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { newId } from '../../src/shared/ids.ts';
import { useDatabase } from '../support/database.ts';

describe('a card', () => {
  const test = useDatabase('postgres');
  afterEach(() => test.clear());
  const at = (hour: number) => new Date(Date.UTC(2001, 2, 5, hour));
  const open = () =>
    write(test.system(at(9)), (w) =>
      openCard(w, {
        kind: 'approval',
        subjectId: newId(),
        destination: 'C0APPROVE',
        letters: [
          { personId: 'dana', part: 'business' },
          { personId: 'priya', part: 'requester' },
        ],
        due: [{ kind: 'remind', dueAt: at(12) }],
      }),
    );
  const outbox = (kind: string) =>
    test.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, kind)).orderBy(asc(outboxMessage.seq));

  it('is one message in its channel and one to each person concerned', async () => {
    const { messageId } = await open();
    expect((await outbox('card')).map((row) => [row.id, row.destination])).toEqual([[messageId, 'C0APPROVE']]);
    expect((await outbox('card-letter')).map((row) => row.destination)).toEqual(['person:dana', 'person:priya']);
  });

  it('goes to nobody twice', async () => {
    const { cardId } = await open();
    await write(test.system(), (w) =>
      addLetters(w, cardId, [
        { personId: 'dana', part: 'deputy' },
        { personId: 'tom', part: 'deputy' },
      ]),
    );
    expect((await outbox('card-letter')).map((row) => row.destination)).toEqual(['person:dana', 'person:priya', 'person:tom']);
  });

  it('is edited in place when it moves, letters too, and its thread has the line; told parts hear it under their letter', async () => {
    const { cardId, messageId } = await open();
    const card = await write(test.system(at(10)), (w) =>
      moveCard(w, cardId, { happening: { kind: 'approved', personId: 'dana' }, tell: ['requester', 'business'] }),
    );
    expect(card.revision).toBe(2);
    const letters = await outbox('card-letter');
    expect((await outbox('card'))[1]?.updates).toBe(messageId);
    expect(letters.slice(2).map((row) => row.updates)).toEqual(letters.slice(0, 2).map((row) => row.id));
    // Who did it is not told of it.
    expect((await outbox('card-event')).map((row) => [row.destination, row.threadOf])).toEqual([
      ['C0APPROVE', messageId],
      ['person:priya', letters[1]?.id],
    ]);
    expect((await readEvents(test.system(), cardId)).map((one) => one.kind)).toEqual(['approved']);
  });

  it('counts each move once when many come at once', async () => {
    const { cardId } = await open();
    await Promise.all(Array.from({ length: 10 }, () => write(test.system(), (w) => moveCard(w, cardId, {}))));
    expect((await readCard(test.system(), cardId)).revision).toBe(11);
    expect(await outbox('card')).toHaveLength(11);
  });

  it('comes due once, whichever process looks', async () => {
    await open();
    expect(await nextCardDue(test.system())).toEqual(at(12));
    expect(await dueCards(test.system(at(11)))).toEqual([]);
    const [due] = await dueCards(test.system(at(12)));
    const claims = await Promise.all([1, 2, 3].map(() => write(test.system(at(12)), (w) => claimCardDue(w, due!))));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await dueCards(test.system(at(13)))).toEqual([]);
  });

  it('has nothing more to come due once it is settled', async () => {
    const { cardId } = await open();
    await write(test.system(at(10)), (w) => moveCard(w, cardId, { settled: true }));
    expect(await dueCards(test.system(at(13)))).toEqual([]);
    expect((await readCard(test.system(), cardId)).settledAt).toEqual(at(10));
  });

  describe('delegation', () => {
    const names = { name: (id: string) => id, barred: new Map([['priya', 'made the request']]) };
    const hand = (cardId: string, fromId: string, toId: string) =>
      write(test.system(), (w) => delegate(w, cardId, { fromId, toId }, names));

    it('passes from hand to hand', async () => {
      const { cardId } = await open();
      await hand(cardId, 'dana', 'tom');
      await hand(cardId, 'tom', 'lena');
      expect(
        lastDelegate(
          [
            { fromId: 'dana', toId: 'tom' },
            { fromId: 'tom', toId: 'lena' },
          ],
          'dana',
        ),
      ).toBe('lena');
    });

    it.each([
      ['to oneself', [['dana', 'dana']], 'yourself'],
      ['to whoever made the request', [['dana', 'priya']], 'made the request'],
      [
        'in a circle of two',
        [
          ['dana', 'tom'],
          ['tom', 'dana'],
        ],
        'circle',
      ],
      [
        'in a circle of three',
        [
          ['dana', 'tom'],
          ['tom', 'lena'],
          ['lena', 'dana'],
        ],
        'circle',
      ],
    ])('is refused %s', async (_how, steps, why) => {
      const { cardId } = await open();
      const last = steps.pop()!;
      for (const [from, to] of steps) await hand(cardId, from!, to!);
      await expect(hand(cardId, last[0]!, last[1]!)).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining(why) as string,
      });
    });
  });
});
