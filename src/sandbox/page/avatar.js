import { h, html } from './dom.js';
import { sail } from './icons.js';
import { app, nameOf } from './store.js';

const tints = 6;

/** @param {string} name @returns {string} at most two letters */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0]?.toUpperCase() ?? '').join('') || '?';
}

/** @param {string} userId @param {boolean} [isBot] */
export function avatar(userId, isBot = userId === app.state?.bot.userId) {
  if (isBot) {
    const mark = html(sail, 'avatar bot');
    mark.setAttribute('aria-hidden', 'true');
    return mark;
  }
  const index = app.state?.personas.findIndex((persona) => persona.userId === userId) ?? -1;
  return h('div', { class: `avatar tint-${(index + tints) % tints}`, 'aria-hidden': 'true' }, initials(nameOf(userId)));
}
