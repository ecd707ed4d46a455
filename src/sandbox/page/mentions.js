/** @typedef {{ id: string, name: string }} Mentionable */

/**
 * Turns `@Name` into Slack's `<@ID>`. Longer names win, so that `@Dana Whitfield` is not read as `@Dana`.
 * @param {string} text
 * @param {Mentionable[]} people
 * @returns {string}
 */
export function encodeMentions(text, people) {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  if (byLength.length === 0) return text;
  const names = byLength.map((person) => person.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(^|[\\s(])@(${names})(?![\\p{L}\\p{N}_])`, 'giu');
  return text.replace(pattern, (whole, before, name) => {
    const person = byLength.find((one) => one.name.toLowerCase() === String(name).toLowerCase());
    return person ? `${before}<@${person.id}>` : whole;
  });
}
