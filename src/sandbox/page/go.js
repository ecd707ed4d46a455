import { formatHash } from './router.js';
import { app, botChat } from './store.js';

/** All navigation is a change of the address: links, tests and the back button then do the same as a click.
 * @param {{ as?: string, place?: string, thread?: string | null }} to */
export function go(to) {
  location.hash = hashOf(to);
}

/** @param {{ as?: string, place?: string, thread?: string | null }} to @returns {string} */
export function hashOf(to) {
  return formatHash({ as: to.as ?? app.as, place: (to.place ?? app.place) || null, thread: to.thread ?? null });
}

/** Whether the place is the app: its Home tab or the direct message with it. */
export function inApp() {
  return app.place === 'home' || app.place === botChat()?.id;
}
