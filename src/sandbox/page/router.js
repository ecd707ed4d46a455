/**
 * Where one is: `#/U0EXEC/C0HEALTH/992876400.000100` is a thread of a channel, `#/U0EXEC/home` the app's Home tab.
 * @typedef {object} Route
 * @property {string | null} as the persona
 * @property {string | null} place a channel or direct-message id, or `home`
 * @property {string | null} thread the ts of a thread's parent
 */

const idPattern = /^[A-Z0-9]{1,40}$/;
const tsPattern = /^\d{1,12}\.\d{6}$/;

/** What does not look like an id is left out, so that a mistyped link opens the nearest place instead of failing.
 * @param {string} hash @returns {Route} */
export function parseHash(hash) {
  const [as = '', place = '', thread = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  const knownAs = idPattern.test(as) ? as : null;
  const knownPlace = knownAs && (place === 'home' || idPattern.test(place)) ? place : null;
  const knownThread = knownPlace && knownPlace !== 'home' && tsPattern.test(thread) ? thread : null;
  return { as: knownAs, place: knownPlace, thread: knownThread };
}

/** @param {Route} route @returns {string} */
export function formatHash(route) {
  const parts = [route.as, route.place, route.thread];
  const end = parts.indexOf(null);
  return `#/${(end === -1 ? parts : parts.slice(0, end)).join('/')}`;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
