import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { forgetCaseWords } from '../../src/feedback/forget-words.ts';
import { likeCases, sayLike } from '../../src/feedback/like-cases.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`like cases on ${kind}`, () => {
    const test = useDatabase(kind);
    const flag = async (id: string, whatHappened: string, more: { modelId?: string; now?: string } = {}) => {
      const ctx = test.ctx({ id, roles: ['expert'], ...(more.now ? { now: more.now } : {}) });
      const modelId = more.modelId ?? 'flight-delay';
      return (await flagProblem(ctx, { modelId, whatHappened, clientKey: `${id} ${whatHappened}` })).case.id;
    };
    beforeEach(async () => {
      await putSkyway(test.system());
      await putModels(test.system(), flightDelay, { id: 'orphan', title: 'Orphan' });
    });
    afterEach(() => test.clear());

    it('finds who said the like about the same model before, the likest first', async () => {
      await flag('marcus', 'Crew was sent home too early');
      await flag('tom', 'Evening flights from Chicago leave far later than the forecast says', { now: '2001-02-05T15:00:00Z' });
      await flag('priya', 'The evening flights from Chicago leave far later than the forecast said again');
      await flag('dana', 'Evening flights from Chicago leave far later than the forecast says', { modelId: 'orphan' });
      const id = await flag('grace', 'Evening flights from Chicago left far later than the forecast says!');
      const like = await likeCases(test.ctx(), { caseId: id });
      expect(like.map((one) => [one.number, one.flaggedByName])).toEqual([
        [2, 'Tom'],
        [3, 'Priya'],
      ]);
      expect(like[0]!.likeness).toBeGreaterThan(like[1]!.likeness);
      expect(sayLike(like)).toBe('Priya said much the same in March 2001 (case 3) and Tom in February 2001 (case 2).');
    });

    it('finds them by words that are not sent yet, in any script', async () => {
      await flag('marcus', '夜の便はいつも予報より遅れます');
      const words = '夜の便はいつも予報より遅れます。';
      expect(await likeCases(test.ctx(), { words, modelId: 'flight-delay' }, 1)).toMatchObject([{ number: 1 }]);
      expect(await likeCases(test.ctx(), { words: '!?', modelId: 'flight-delay' })).toEqual([]);
    });

    it('finds nothing by words that were erased, nor by a case whose words were', async () => {
      const first = await flag('marcus', 'Evening flights leave later than the forecast says');
      const second = await flag('tom', 'Evening flights leave later than the forecast says, again');
      expect(await likeCases(test.ctx(), { caseId: second })).toHaveLength(1);
      await write(test.system(), (w) => forgetCaseWords(w, 'marcus'));
      expect(await likeCases(test.ctx(), { caseId: second })).toEqual([]);
      expect(await likeCases(test.ctx(), { caseId: first })).toEqual([]);
    });

    it('refuses a case that is not there and too many at once', async () => {
      const caseId = '00000000-0000-4000-8000-000000000000';
      await expect(likeCases(test.ctx(), { caseId })).rejects.toMatchObject({ code: 'not-found' });
      await expect(likeCases(test.ctx(), { caseId }, 21)).rejects.toMatchObject({ code: 'too-large' });
    });
  });
}

it('says nothing where nobody said the like', () => {
  expect(sayLike([])).toBe('');
});
