import { avatar } from './avatar.js';
import { byId, h, reconcile } from './dom.js';
import { hashOf, inApp } from './go.js';
import { icon } from './icons.js';
import { openPersonas } from './persona.js';
import { app, me, on } from './store.js';

/** @typedef {import('./store.js').ChannelSummary} ChannelSummary */

export function startSidebar() {
  on(['state', 'route'], render);
  byId('drawer-open').addEventListener('click', () => setDrawer(true));
  byId('drawer-shade').addEventListener('click', () => setDrawer(false));
  byId('drawer-close').addEventListener('click', () => setDrawer(false));
  byId('sidebar').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setDrawer(false);
  });
  window.addEventListener('hashchange', () => setDrawer(false));
  for (const id of ['persona', 'persona-small']) {
    byId(id).addEventListener('click', () => openPersonas(byId(id)));
  }
}

/** @param {boolean} open */
function setDrawer(open) {
  const was = document.body.classList.toggle('drawer', open);
  byId('drawer-open').setAttribute('aria-expanded', String(open));
  if (was) byId('drawer-close').focus();
}

function render() {
  const state = app.state;
  if (!state) return;
  byId('team').textContent = state.team.name;
  const channels = state.channels.filter((channel) => channel.kind === 'channel');
  const chats = state.channels.filter((channel) => channel.kind === 'im');
  reconcile(byId('places'), [
    section(
      'Channels',
      channels.map((channel) => entry(channel, icon('hash'), channel.name)),
    ),
    section(
      'Direct messages',
      chats.map((chat) => entry(chat, avatar(state.bot.userId, true), chat.name)),
    ),
    section('Apps', [appEntry(state.bot.name)]),
  ]);
  renderPersona();
  const waiting = state.channels.reduce((sum, channel) => sum + channel.unread, 0);
  document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${state.team.name} · Leeway sandbox`;
  byId('drawer-open').classList.toggle(
    'has-unread',
    state.channels.some((channel) => channel.unread > 0 && channel.id !== app.place),
  );
}

/** @param {string} title @param {HTMLElement[]} entries */
function section(title, entries) {
  return h('section', { class: 'places-group' }, h('h2', {}, title), h('ul', {}, entries));
}

/** @param {ChannelSummary} channel @param {HTMLElement} mark @param {string} name */
function entry(channel, mark, name) {
  const current = channel.id === app.place;
  const unread = channel.unread > 0 && !current;
  const link = h(
    'a',
    {
      href: hashOf({ place: channel.id }),
      class: unread ? 'unread' : '',
      'aria-current': current ? 'page' : null,
      'data-channel': channel.id,
    },
    mark,
    h('span', { class: 'place-name' }, name),
    unread &&
      h('span', { class: 'badge' }, channel.unread > 99 ? '99+' : channel.unread, h('span', { class: 'hidden' }, ' unread')),
  );
  return h('li', {}, link);
}

/** @param {string} name */
function appEntry(name) {
  const props = {
    href: hashOf({ place: 'home' }),
    'aria-current': app.place === 'home' ? 'page' : null,
    class: inApp() ? 'open' : '',
  };
  return h('li', {}, h('a', props, icon('home'), h('span', { class: 'place-name' }, `${name} · Home`)));
}

function renderPersona() {
  const persona = me();
  if (!persona) return;
  byId('persona').replaceChildren(
    avatar(persona.userId, false),
    h(
      'span',
      { class: 'persona-words' },
      h('span', { class: 'hint' }, 'Acting as'),
      h('strong', {}, persona.name),
      h('span', { class: 'persona-role' }, persona.title),
    ),
    icon('down'),
  );
  byId('persona-small').replaceChildren(avatar(persona.userId, false));
  byId('persona-small').setAttribute('aria-label', `Acting as ${persona.name}, ${persona.title}. Switch person`);
}
