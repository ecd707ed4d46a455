import { registerHost } from './actions.js';
import { byId, h, html, reconcile } from './dom.js';
import { morph } from './morph.js';
import { app, on } from './store.js';

/** The app's Home tab; of a new one only what differs is drawn, so that the focus and an open menu stay. */
export function startHome() {
  let drawn = '';
  /** @type {{ as: string, body: HTMLElement } | null} */
  let shown = null;
  on(['home', 'route'], () => {
    const root = byId('home');
    root.hidden = app.place !== 'home';
    if (root.hidden) return;
    const { view, html: markup, loaded } = app.home;
    const signature = `${app.as}/${loaded}/${view?.id}/${view?.hash}/${markup}`;
    if (signature === drawn) return;
    drawn = signature;
    if (!view) {
      shown = null;
      reconcile(root, [h('p', { class: 'loading' }, loaded ? 'Leeway has not prepared this page yet.' : 'Loading…')]);
      return;
    }
    const fresh = html(markup, 'home-body');
    const host = { container: { kind: /** @type {const} */ ('home') }, blocks: view.blocks, seen: view.hash };
    registerHost(fresh, host);
    if (shown?.as === app.as) morph(shown.body, fresh);
    else shown = { as: app.as, body: fresh };
    registerHost(shown.body, host);
    reconcile(root, [shown.body]);
  });
}
