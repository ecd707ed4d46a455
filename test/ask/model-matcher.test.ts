import { expect, test } from 'vitest';
import { createModelMatcher } from '../../src/ask/model-matcher.ts';

const many = createModelMatcher(Array.from({ length: 10_000 }, (_, index) => ({ name: `team-${index % 100}-model-${index}` })));

test('a name is found whatever its case and separators', () => {
  for (const phrase of ['team-7-model-107', 'TEAM 7 MODEL 107', 'team_7_model_107', 'team7model107']) {
    expect(many.find(phrase)).toStrictEqual(['team-7-model-107']);
  }
  expect(many.find('team-7-model')).toStrictEqual([]);
});

test('suggestions are few, nearest first, and none where nothing is near', () => {
  expect(many.suggest('taem-7-model-107')).toHaveLength(3);
  expect(many.suggest('team-7-modle-107')[0]).toBe('team-7-model-107');
  expect(many.suggest('zebra')).toStrictEqual([]);
});

test('titles and aliases lead to the name', () => {
  const matcher = createModelMatcher([{ name: 'fd1', words: ['Flight Delay'] }]);
  expect(matcher.find('flight-delay')).toStrictEqual(['fd1']);
  expect(matcher.suggest('flight delya')).toStrictEqual(['fd1']);
  expect(matcher.suggest('delay')).toStrictEqual(['fd1']);
});
