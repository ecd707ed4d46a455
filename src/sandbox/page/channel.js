import { byId, h } from './dom.js';
import { loadFeed, loadOlder } from './load.js';
import { createMessageList } from './message-list.js';
import { app, here, nameOf, on } from './store.js';

/** The messages of the open channel or direct message. */
export function startChannel() {
  const list = createMessageList(byId('feed'), { inThread: false });
  let shown = '';
  let announced = 0;
  const render = () => {
    const place = `${app.as}/${app.place}`;
    if (place !== shown) {
      list.reset();
      shown = place;
      announced = 0;
    }
    byId('feed').hidden = app.place === 'home';
    byId('feed').setAttribute('aria-busy', String(!app.feed.loaded));
    list.show(app.feed.messages, above());
    announced = announce(announced);
  };
  on(['feed', 'route'], render);
  // The words "Today" and the channel's introduction depend on the state.
  on(['state'], render);
}

/** @returns {HTMLElement[]} */
function above() {
  const channel = here();
  if (!channel) {
    return app.state && app.place !== '' && app.place !== 'home'
      ? [note('This place is not open to you', 'Choose a channel on the left, or act as another person.')]
      : [];
  }
  if (app.feed.problem) {
    return [
      note(
        'The messages could not be loaded',
        app.feed.problem,
        h('button', { type: 'button', class: 'button', onclick: loadFeed }, 'Try again'),
      ),
    ];
  }
  if (!app.feed.loaded) return [h('p', { class: 'loading' }, 'Loading…')];
  if (app.feed.hasMore) {
    return [
      h('div', { class: 'older' }, h('button', { type: 'button', class: 'button', onclick: loadOlder }, 'Earlier messages')),
    ];
  }
  if (channel.kind === 'im')
    return [note(`You and ${channel.name}`, 'Ask about a model, or run /leeway. Only you two read this.')];
  return [note(`#${channel.name}`, `${channel.topic ? `${channel.topic}. ` : ''}This is where the channel begins.`)];
}

/** @param {string} title @param {string} text @param {HTMLElement} [action] */
function note(title, text, action) {
  return h('div', { class: 'intro' }, h('h2', {}, title), h('p', {}, text), action);
}

/** Reads out what came since, for those who do not see it. @param {number} since @returns {number} */
function announce(since) {
  const newest = app.feed.messages.at(-1);
  if (!newest) return since;
  const fresh = app.feed.messages.filter((message) => since > 0 && Number(message.ts) > since && message.user !== app.as);
  const last = fresh.at(-1);
  if (last) byId('announcer').textContent = `${nameOf(last.user)}: ${last.text}`;
  return Number(newest.ts);
}
