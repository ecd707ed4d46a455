import { registerHost } from './actions.js';
import { byId, h, html, reconcile } from './dom.js';
import { app, on } from './store.js';

/** The app's Home tab; drawn anew only when it changed, so that an open menu in it stays open. */
export function startHome() {
  let drawn = '';
  on(['home', 'route'], () => {
    const root = byId('home');
    root.hidden = app.place !== 'home';
    if (root.hidden) return;
    const { view, html: markup, loaded } = app.home;
    const signature = `${app.as}/${loaded}/${view?.id}/${view?.hash}/${markup}`;
    if (signature === drawn) return;
    drawn = signature;
    reconcile(root, [
      view ? content(view, markup) : h('p', { class: 'loading' }, loaded ? 'Leeway has not prepared this page yet.' : 'Loading…'),
    ]);
  });
}

/** @param {import('./store.js').SandboxView} view @param {string} markup */
function content(view, markup) {
  const body = html(markup, 'home-body');
  registerHost(body, { container: { kind: 'home' }, blocks: view.blocks });
  return body;
}
