/** Text between people and Slack: what is shown says what was meant, addresses nobody unasked, and fits. */

// Everything of category Cc but the line break and the tab, what turns the direction of text around, and line separators.
const invisible = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;
const broadcast = /@(?=(?:here|channel|everyone)\b)/giu;
const wordJoiner = '\u2060';

/** Without control characters and direction overrides; tabs become blanks, line breaks stay. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(invisible, (character) => (character === '\n' ? character : ''));

/** At most `maxChars` characters, cut at a word's end with …; a word that is longer than all is cut inside. */
export function truncate(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const room = text.slice(0, maxChars - 1);
  const lastBreak = room.search(/\s\S*$/u);
  // A break in the first half would throw away more than it is worth.
  const cut = lastBreak > room.length / 2 ? room.slice(0, lastBreak) : room.replace(/[\ud800-\udbff]$/u, '');
  return `${cut.trimEnd()}…`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(broadcast, `@${wordJoiner}`);

/** Any text as mrkdwn in which nothing is a link, a mention or a broadcast. `maxChars` counts what is sent, escapes included. */
export function mrkdwn(text: string, maxChars = 2900): string {
  const cleaned = clean(text);
  let fits = 0;
  let tooLong = Math.min(cleaned.length, maxChars) + 1;
  // The most characters of the text whose escaped form still fits.
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (escape(truncate(cleaned, middle)).length <= maxChars) fits = middle;
    else tooLong = middle;
  }
  return fits > 0 ? escape(truncate(cleaned, fits)) : '';
}

/** Words that somebody else formatted already (`mrkdwn`, record words escaped there), or any text, which is escaped here. */
export type Said = string | { mrkdwn: string };

export const said = (words: Said, maxChars = 2900): string =>
  typeof words === 'string' ? mrkdwn(words, maxChars) : truncate(withoutBroadcasts(clean(words.mrkdwn)), maxChars);

/** Bold, unless it brings asterisks of its own, which would end it. */
export function bold(words: Said, maxChars = 2900): string {
  const text = said(words, maxChars - 2);
  return text.includes('*') || text.includes('\n') ? text : `*${text}*`;
}

/** No text of Leeway's calls a whole channel, whoever formatted it; dates are the one `<!…>` that is harmless. */
const withoutBroadcasts = (text: string) => text.replace(/<!(?!date\^)/g, '&lt;!').replace(broadcast, `@${wordJoiner}`);

/** Top-level text of a message: the notification. Slack reads mrkdwn in it, mentions included, so it is escaped too. */
export const notification = (words: Said): string => said(words, 3000).replace(/\s+/g, ' ').trim();

/** Any text on one line for a plain_text object, which Slack shows as it is. */
export const plain = (text: string, maxChars: number): string => truncate(clean(text).replace(/\s+/g, ' ').trim(), maxChars);

/** What a person typed, as Slack delivers it: the three escapes undone, mentions of the bot taken out. */
export function typed(text: string, botUserId?: string): string {
  const spoken = botUserId ? text.replaceAll(`<@${botUserId}>`, ' ') : text;
  return clean(spoken.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).trim();
}
