import { describe, expect, it } from 'vitest';
import { clean, mrkdwn, notification, truncate, typed } from '../../src/slack/text.ts';

describe('text that a person gave', () => {
  it.each([
    ['a broadcast', '<!channel> look', '&lt;!channel&gt; look'],
    ['a mention', '<@U0EXEC>', '&lt;@U0EXEC&gt;'],
    ['a link', '<https://x.example|y>', '&lt;https://x.example|y&gt;'],
    ['escapes that were typed', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
  ])('is shown and not carried out: %s', (_what, given, shown) => {
    expect(mrkdwn(given)).toBe(shown);
    expect(notification(given)).toBe(shown);
  });

  it('does not call everybody by @here, @channel or @everyone', () => {
    for (const word of ['here', 'channel', 'everyone', 'HERE']) expect(mrkdwn(`ask @${word} now`)).not.toContain(`@${word}`);
    expect(mrkdwn('mail a@hereford.example')).toContain('a@hereford');
  });

  it('loses control characters and direction overrides, and keeps line breaks', () => {
    expect(clean('a\u0000b\u202Ec\u2066d\re\r\nf\tg')).toBe('abcd\ne\nf g');
    expect(clean('lone \ud800 half')).toBe('lone \ufffd half');
  });

  it('is cut at a word with an ellipsis, and counts the escapes that are sent', () => {
    expect(truncate('one two three', 9)).toBe('one two…');
    expect(truncate('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(mrkdwn('&'.repeat(3001), 3000).length).toBeLessThanOrEqual(3000);
    expect(mrkdwn('&'.repeat(3001), 3000)).toMatch(/^(&amp;)+…$/);
  });

  it('comes from Slack without its escapes and without the mention of Leeway', () => {
    expect(typed('<@U0LEEWAY> is 1 &lt; 2 &amp;amp;?', 'U0LEEWAY')).toBe('is 1 < 2 &amp;?');
  });
});
