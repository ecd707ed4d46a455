import { byId, h } from './dom.js';
import { hashOf, inApp } from './go.js';
import { app, botChat, here, on } from './store.js';

/** The line above the messages: where one is, and the app's two tabs. */
export function startHeader() {
  on(['state', 'route'], () => {
    const state = app.state;
    if (!state) return;
    const channel = here();
    const title = inApp() ? state.bot.name : channel ? channel.name : 'Not found';
    byId('place-title').replaceChildren(
      ...(channel?.kind === 'channel' ? [h('span', { class: 'sigil', 'aria-hidden': 'true' }, '#')] : []),
      title,
      ...(inApp() ? [h('span', { class: 'app-tag' }, 'APP')] : []),
    );
    const people = channel?.members.length ?? 0;
    const topic = inApp() ? 'Watches the models and tells the people concerned' : (channel?.topic ?? '');
    byId('place-topic').textContent = [channel?.kind === 'channel' ? `${people} members` : '', topic].filter(Boolean).join(' · ');
    byId('place-topic').title = topic;
    renderTabs();
  });
}

function renderTabs() {
  const tabs = byId('tabs');
  tabs.hidden = !inApp();
  const chat = botChat();
  tabs.replaceChildren(
    tab('Home', hashOf({ place: 'home' }), app.place === 'home'),
    ...(chat ? [tab('Messages', hashOf({ place: chat.id }), app.place === chat.id)] : []),
  );
}

/** @param {string} label @param {string} href @param {boolean} current */
function tab(label, href, current) {
  return h('a', { href, class: 'tab', 'aria-current': current ? 'page' : null }, label);
}
