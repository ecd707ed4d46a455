/** @typedef {import('./mentions.js').Mentionable} Mentionable */
/** @typedef {{ label: string, hint: string, insert: string }} Suggestion */
/** @typedef {{ from: number, to: number, items: Suggestion[] }} Suggestions what to put in place of text[from, to) */

/** @type {Suggestion[]} */
export const commandLines = [
  { label: '/leeway', hint: 'What Leeway can do for you', insert: '/leeway' },
  { label: '/leeway status', hint: 'How a model is doing · [model]', insert: '/leeway status ' },
  { label: '/leeway models', hint: 'Find models · [search]', insert: '/leeway models ' },
  { label: '/leeway explain', hint: 'A term in words of your trade · <term>', insert: '/leeway explain ' },
  { label: '/leeway digest', hint: 'Preview the digest · [as executive]', insert: '/leeway digest ' },
  { label: '/leeway help', hint: 'Every command, with examples', insert: '/leeway help' },
];

const maxItems = 8;

/**
 * @param {string} text
 * @param {number} caret
 * @param {Mentionable[]} people
 * @returns {Suggestions | null} null where there is nothing to complete
 */
export function suggest(text, caret, people) {
  const before = text.slice(0, caret);
  if (before.startsWith('/'))
    return some(
      0,
      caret,
      commandLines.filter((line) => startsWith(line.insert, before)),
    );
  const mention = /(?:^|[\s(])@([\p{L}\p{N}]*)$/u.exec(before);
  if (!mention) return null;
  const typed = mention[1] ?? '';
  const found = people
    .filter((person) => person.name.split(' ').some((word) => startsWith(word, typed)))
    .map((person) => ({ label: `@${person.name}`, hint: '', insert: `@${person.name} ` }));
  return some(caret - typed.length - 1, caret, found);
}

/** @param {string} whole @param {string} start */
function startsWith(whole, start) {
  return whole.toLowerCase().startsWith(start.toLowerCase());
}

/** A single suggestion that is already typed in full is no help.
 * @param {number} from @param {number} to @param {Suggestion[]} items @returns {Suggestions | null} */
function some(from, to, items) {
  const [only] = items;
  if (!only || (items.length === 1 && only.insert.trim().length <= to - from)) return null;
  return { from, to, items: items.slice(0, maxItems) };
}
