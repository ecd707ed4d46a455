import { expect, it } from 'vitest';
import { escapeMrkdwn } from '../../src/shared/mrkdwn.ts';

it.each([
  ['R&D', 'R&amp;D'],
  ['<!channel>', '&lt;!channel&gt;'],
  ['<@U1> & <https://a|b>', '&lt;@U1&gt; &amp; &lt;https://a|b&gt;'],
  ['two\nlines\u0000 and \u202eback', 'two lines and back'],
  ['plain', 'plain'],
])('takes what Slack would act on out of %j', (text, safe) => {
  expect(escapeMrkdwn(text)).toBe(safe);
});

it('keeps a broadcast from being one', () => {
  for (const word of ['@here', '@channel', '@everyone']) expect(escapeMrkdwn(`hello ${word}`)).not.toContain(word);
});

it('cuts what is long before escaping, so that no escape is halved', () => {
  expect(escapeMrkdwn('&'.repeat(10), 4)).toBe('&amp;&amp;&amp;…');
  expect(escapeMrkdwn('😀'.repeat(10), 4)).toBe('😀…');
});
