import { describe, expect, it } from 'vitest';
import { addWorkingDays, caseIdFor, chooseOwner } from '../../src/feedback/rules.ts';
import type { Owner } from '../../src/registry/records.ts';

describe('five working days', () => {
  it.each([
    ['2001-03-05', '2001-03-12'],
    ['2001-03-09', '2001-03-16'],
    ['2001-03-10', '2001-03-16'],
    ['2001-03-11', '2001-03-16'],
  ])('after %s are up on %s', (from, to) => {
    expect(addWorkingDays(from, 5)).toBe(to);
  });
});

describe('who answers for a complaint', () => {
  const owner = (kind: Owner['kind'], personId: string): Owner => ({ kind, personId, name: personId });
  const all = [owner('business', 'dana'), owner('data-science', 'priya'), owner('operations', 'tom')];
  it('is data science, else operations, else business, of those who are still there', () => {
    const without = (...gone: string[]) => chooseOwner(all, (id) => !gone.includes(id))?.personId;
    expect(without()).toBe('priya');
    expect(without('priya')).toBe('tom');
    expect(without('priya', 'tom')).toBe('dana');
    expect(without('priya', 'tom', 'dana')).toBeUndefined();
  });
});

describe('a case’s id', () => {
  it('is one for a person’s key, and another for another person', () => {
    expect(caseIdFor('dana', 'k')).toBe(caseIdFor('dana', 'k'));
    expect(caseIdFor('dana', 'k')).not.toBe(caseIdFor('marcus', 'k'));
    expect(caseIdFor('dana', 'k')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
