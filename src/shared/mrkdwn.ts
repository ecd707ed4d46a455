/** Control characters, marks that turn the direction of text around, line and paragraph separators. */
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]+/gu;
const broadcast = /@(?=(?:here|channel|everyone)\b)/giu;
const wordJoiner = '\u2060';

/**
 * A word of a record or a person, made safe inside a sentence of Slack's mrkdwn: no link, mention or broadcast can come of
 * it, it stays on one line, and it is at most `maxChars` long before escaping (cut with …).
 */
export function escapeMrkdwn(text: string, maxChars = 150): string {
  const line = text.toWellFormed().replace(unseen, ' ').replace(/ {2,}/g, ' ').trim();
  const short =
    line.length > maxChars
      ? `${line
          .slice(0, maxChars - 1)
          .replace(/[\ud800-\udbff]$/u, '')
          .trimEnd()}…`
      : line;
  return short.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(broadcast, `@${wordJoiner}`);
}
