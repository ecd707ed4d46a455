import { describe, expect, it } from 'vitest';
import { encodeMentions } from '../../../src/sandbox/page/mentions.js';

const people = [
  { id: 'U0BOT', name: 'Leeway' },
  { id: 'U0A', name: 'Ann' },
  { id: 'U0B', name: 'Ann Lee' },
];

describe('mentions as Slack writes them', () => {
  it('turns a name into its id wherever a word may begin, in any case', () => {
    expect(encodeMentions('@Leeway how is it? (@leeway)', people)).toBe('<@U0BOT> how is it? (<@U0BOT>)');
  });

  it('takes the longer of two names', () => {
    expect(encodeMentions('@Ann Lee and @Ann', people)).toBe('<@U0B> and <@U0A>');
  });

  it('leaves addresses and longer words alone', () => {
    expect(encodeMentions('me@leeway.dev @Leewayward @Bob', people)).toBe('me@leeway.dev @Leewayward @Bob');
  });

  it('reads a name literally, not as a pattern', () => {
    expect(encodeMentions('@A.B @AxB', [{ id: 'U1', name: 'A.B' }])).toBe('<@U1> @AxB');
  });
});
