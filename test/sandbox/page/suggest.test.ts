import { describe, expect, it } from 'vitest';
import { suggest } from '../../../src/sandbox/page/suggest.js';

const people = [
  { id: 'U0BOT', name: 'Leeway' },
  { id: 'U0DS', name: 'Priya Raman' },
];
const labels = (text: string, caret = text.length) => suggest(text, caret, people)?.items.map((item) => item.label) ?? null;

describe('what the composer completes', () => {
  it('lists the command and its subcommands at a slash', () => {
    expect(labels('/')).toEqual([
      '/leeway',
      '/leeway status',
      '/leeway models',
      '/leeway explain',
      '/leeway digest',
      '/leeway help',
    ]);
    expect(labels('/leeway s')).toEqual(['/leeway status']);
  });

  it('is silent once a command is typed in full, and within other text', () => {
    expect(labels('/leeway help')).toBeNull();
    expect(labels('/leeway status flight')).toBeNull();
    expect(labels('see /leeway')).toBeNull();
  });

  it('completes names by any of their words', () => {
    expect(labels('hello @ram')).toEqual(['@Priya Raman']);
    expect(labels('@')).toEqual(['@Leeway', '@Priya Raman']);
    expect(labels('me@lee')).toBeNull();
  });

  it('replaces exactly what was typed, also before the end of the text', () => {
    expect(suggest('ask @lee now', 8, people)).toMatchObject({ from: 4, to: 8, items: [{ insert: '@Leeway ' }] });
  });
});
