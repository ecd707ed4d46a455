import { byId, h } from './dom.js';
import { go, hashOf } from './go.js';
import { icon } from './icons.js';
import { createMessageList } from './message-list.js';
import { app, here, on } from './store.js';

/** The pane beside the channel; on a phone it covers it. */
export function startThread() {
  const pane = byId('thread');
  const list = createMessageList(byId('thread-feed'), { inThread: true });
  let shown = '';
  on(['route', 'state', 'thread'], () => {
    const open = app.threadTs !== null && here() !== null;
    pane.hidden = !open;
    document.body.classList.toggle('threaded', open);
    const key = `${app.as}/${app.place}/${app.threadTs ?? ''}`;
    if (key !== shown) {
      list.reset();
      shown = key;
    }
    if (!open) return;
    byId('thread-place').textContent = here()?.kind === 'im' ? 'Direct message' : `#${here()?.name ?? ''}`;
    byId('thread-close').setAttribute('href', hashOf({}));
    const { messages, problem, loaded } = app.thread;
    const replies = messages.length - 1;
    const above = problem ? [h('p', { class: 'loading' }, problem)] : loaded ? [] : [h('p', { class: 'loading' }, 'Loading…')];
    list.show(messages, above, (_message, index) => (index === 0 && replies > 0 ? divider(replies) : null));
  });
  byId('thread-close').replaceChildren(icon('close'), h('span', { class: 'hidden' }, 'Close the thread'));
  pane.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const opener = app.threadTs;
    go({});
    const link = document.querySelector(`[data-thread="${opener}"]`);
    if (link instanceof HTMLElement) link.focus();
  });
}

/** @param {number} replies */
function divider(replies) {
  return h('div', { class: 'replies' }, h('span', {}, `${replies} ${replies === 1 ? 'reply' : 'replies'}`));
}
