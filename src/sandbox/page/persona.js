import { avatar } from './avatar.js';
import { h } from './dom.js';
import { go } from './go.js';
import { openMenu } from './menu.js';
import { app, botChat } from './store.js';
import { zoneCity } from './time.js';

/** @typedef {import('./store.js').Persona} Persona */

/** @param {HTMLElement} opener */
export function openPersonas(opener) {
  const personas = app.state?.personas ?? [];
  const head = h('p', { class: 'menu-head' }, 'Act as another person. They see their own channels, times and messages.');
  const items = personas.map((persona) => ({
    label: line(persona),
    current: persona.userId === app.as,
    onpick: () => switchTo(persona.userId),
  }));
  openMenu(opener, [head, ...items], { label: 'Act as', wide: true });
}

/** A direct message belongs to one person: the other one gets their own, not a refusal.
 * @param {string} userId */
function switchTo(userId) {
  if (app.place === botChat()?.id) go({ as: userId, place: 'DM' });
  else go({ as: userId, thread: app.threadTs });
}

/** @param {Persona} persona */
function line(persona) {
  return h(
    'span',
    { class: 'persona-line' },
    avatar(persona.userId, false),
    h(
      'span',
      { class: 'persona-words' },
      h('strong', {}, persona.name),
      h('span', { class: 'persona-role' }, `${persona.title} · ${zoneCity(persona.tz)}`),
    ),
    h('span', { class: 'tag' }, persona.role),
  );
}
