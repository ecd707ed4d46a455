import { describe, expect, it } from 'vitest';
import { toHtml } from '../../src/evidence/document-html.ts';
import { toMarkdown } from '../../src/evidence/document-markdown.ts';
import { listOr, tableOr, text, type Document } from '../../src/evidence/document.ts';

const document = (words: string): Document => ({
  title: words,
  kicker: words,
  sections: [
    {
      heading: words,
      parts: [text(words), listOr([words], ''), tableOr(['One'], [[words], [null]], ''), { is: 'code', text: words }],
    },
  ],
});

describe('a document', () => {
  it.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x"])(
    'as HTML shows %s as text',
    (words) => {
      const html = toHtml(document(words));
      expect(html).not.toContain(words);
      expect(html.match(/<script|<img|onmouseover='/g)).toBeNull();
    },
  );

  it.each([
    ['a heading', '# Not a heading'],
    ['a link', '[Not a link](https://example.com)'],
    ['a list', '- not an item'],
    ['a numbered list', '1. not an item'],
    ['emphasis', '*not* _at_ ~all~'],
    ['a cell’s end', 'one | two'],
    ['a picture', '![no](x.png)'],
    ['HTML', '<b>no</b> &lt;'],
  ])('as Markdown keeps people’s words from being %s', (_what, words) => {
    const lines = toMarkdown({ ...document(words), sections: [{ heading: 'H', parts: [text(words)] }] });
    const last = lines.trimEnd().split('\n').at(-1)!;
    expect(last.replaceAll('\\', '')).toBe(words);
    expect(last).not.toBe(words);
  });

  it('as Markdown fences text that has fences in it', () => {
    const exact = 'a\n```\nb\n````\nc';
    expect(toMarkdown({ title: 't', kicker: 'k', sections: [{ heading: 'h', parts: [{ is: 'code', text: exact }] }] })).toContain(
      `\`\`\`\`\`\n${exact}\n\`\`\`\`\``,
    );
  });

  it('says a sentence where there is nothing to list', () => {
    expect([listOr([], 'None.'), tableOr(['A'], [], 'None.')]).toEqual([text('None.'), text('None.')]);
  });

  it('as HTML asks nothing of anybody: no script, no address that is fetched', () => {
    const html = toHtml(document('calm'));
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(script|link|img|iframe)|src=|@import|url\(/);
  });
});
