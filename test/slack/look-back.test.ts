import { describe, expect, it } from 'vitest';
import { findCard } from '../../src/cards/read-card.ts';
import { eraseWords } from '../../src/evidence/erase-words.ts';
import { approvalCards } from '../../src/slack/verbs/approval-cards.ts';
import { start, useBench } from '../approvals/fixture.ts';

const bench = useBench();

describe('a look back', () => {
  it('says again what was expected, for as long as the words are kept', async () => {
    const requestId = await bench.request();
    const system = bench.system(start);
    const card = (await findCard(system, 'approval', requestId))!;
    const data = { lines: [{ text: 'Typical miss: 9 before, 8 since.' }], note: 'Not known why.' };
    const event = { id: 'e', cardId: card.id, at: new Date(start), kind: 'looked-back', personId: null, words: null, data };
    const line = async () => (await approvalCards.event(system, card, event, 'C0APPROVE')).text;
    expect(await line()).toMatch(/^Looking back: Typical miss.*Expected was: gates are planned better$/);
    await eraseWords(system, { personId: 'priya' });
    expect(await line()).toBe('Looking back: Typical miss: 9 before, 8 since. Not known why.');
  });
});
