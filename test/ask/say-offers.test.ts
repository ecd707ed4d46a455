import { describe, expect, it } from 'vitest';
import { createModelMatcher } from '../../src/ask/model-matcher.ts';
import { sayOffers } from '../../src/ask/say-offers.ts';

const long = 'The very long title of a model that nobody would ever put on a button as it is';
const models = [
  { name: 'flight-delay', words: ['Flight Delay'] },
  { name: 'gates-a', words: ['Gate Times'] },
  { name: 'gates-b', words: ['Gate Times'] },
  { name: 'crew-rest', words: [long] },
];
const titles = new Map(models.map(({ name, words }) => [name, words[0]!]));
const said = (offer: string, now = '2001-06-18T15:00:00Z') =>
  sayOffers([offer], titles, { now: new Date(now), zone: 'America/Chicago', models: createModelMatcher(models), terms: [] })[0];

describe('a question on a button', () => {
  it.each([
    ['how is flight-delay doing?', 'how is Flight Delay doing?'],
    ['flag a problem with flight-delay', 'flag a problem with Flight Delay'],
    ['what changed in flight-delay in the week of 2001-06-11?', 'what changed in Flight Delay in the week of 11 June?'],
    ['what needs me?', 'what needs me?'],
    ['digest', 'digest'],
  ])('is written as people write: “%s”', (offer, expected) => expect(said(offer)).toBe(expected));

  it('names the year of a day that would be read as another year’s', () =>
    expect(said('what changed in flight-delay in the week of 2001-06-11?', '2002-08-01T15:00:00Z')).toBe(
      'what changed in Flight Delay in the week of 11 June 2001?',
    ));

  it('keeps the id where the title is another model’s too', () => expect(said('who owns gates-a?')).toBe('who owns gates-a?'));

  it('keeps the id where the title would be cut, and says the day all the same', () =>
    expect(said('what changed in crew-rest in the week of 2001-06-11?')).toBe(
      'what changed in crew-rest in the week of 11 June?',
    ));
});
