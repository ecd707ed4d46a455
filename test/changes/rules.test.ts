import { expect, it } from 'vitest';
import { candidatesFor } from '../../src/changes/candidate-rules.ts';
import { findDates } from '../../src/changes/find-dates.ts';
import { dueOn } from '../../src/changes/rules.ts';

it.each([
  ['new product line from 1 March', { startsOn: '2001-03-01' }],
  ['Winter schedule 2001-10-28 until 2002-03-30', { startsOn: '2001-10-28', endsOn: '2002-03-30' }],
  ['From March 3rd to April 2 we fly less', { startsOn: '2001-03-03', endsOn: '2001-04-02' }],
  ['New prices on 5 January', { startsOn: '2001-01-05' }],
  ['New prices on 5 November', { startsOn: '2001-11-05' }],
  ['Closed until 3 May', { endsOn: '2001-05-03' }],
  ['31 April is no day, and gate 12 stays', {}],
])('reads the days in “%s”', (words, days) => {
  expect(findDates(words, '2001-02-14')).toEqual(days);
});

it('takes a day without a year that is long past for next year’s', () => {
  expect(findDates('from 5 January', '2001-11-20')).toEqual({ startsOn: '2002-01-05' });
});

const flights = {
  modelId: 'flight-delay',
  title: 'Flight Delay',
  words: 'forecasts flights',
  source: 'flights',
  inputs: [
    { name: 'origin', phrase: 'airports' },
    { name: 'hour', phrase: 'hours' },
  ],
};
const crews = { ...flights, modelId: 'crew-need', title: 'Crew Need', words: 'crews', inputs: [] };
const churn = { ...flights, modelId: 'churn', title: 'Churn', words: 'customers who leave', source: 'contracts', inputs: [] };

it('proposes models by their columns first, then those that read the same data, and says why', () => {
  expect(candidatesFor('We open two new airports', [churn, crews, flights], 5)).toEqual([
    { modelId: 'flight-delay', title: 'Flight Delay', columns: ['origin'], why: 'looks at airports' },
    { modelId: 'crew-need', title: 'Crew Need', columns: [], why: 'reads the same data (flights)' },
  ]);
  expect(candidatesFor('Customer contracts get longer', [churn, crews, flights], 5)).toMatchObject([
    { modelId: 'churn', why: 'you wrote “customer”, “contract”' },
  ]);
  expect(candidatesFor('From 1 May', [churn, crews, flights], 5)).toEqual([]);
});

it('asks by the day it begins, or two working weeks from now where that is later', () => {
  expect(dueOn('2001-06-01', '2001-03-05')).toBe('2001-06-01');
  expect(dueOn('2001-03-01', '2001-03-05')).toBe('2001-03-19');
});
